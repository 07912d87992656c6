import { reasonInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The common superior sends an expired referral to its target as an assignment (派单): it is not declined, and objected to once. */
export const dispatchReferral = tenantProcedure
  .meta({ can: ['dispatch', 'Referral'] })
  .input(reasonInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.dispatch',
      input,
      may: 'dispatch',
      command: { action: 'dispatch', reason: input.reason },
      note: input.reason,
    }),
  )
