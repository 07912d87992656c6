import { reasonInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** What was declined or expired is let rest, by whoever owes the answer. */
export const settleReferral = tenantProcedure
  .meta({ can: ['settle', 'Referral'] })
  .input(reasonInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.settle',
      input,
      may: 'settle',
      command: { action: 'settle', reason: input.reason },
      note: input.reason,
    }),
  )
