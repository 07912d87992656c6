import { reasonInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's director objects to an assignment, once and within the days for it. */
export const objectToDispatch = tenantProcedure
  .meta({ can: ['object', 'Referral'] })
  .input(reasonInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.object',
      input,
      may: 'object',
      command: { action: 'object', reason: input.reason },
      note: input.reason,
    }),
  )
