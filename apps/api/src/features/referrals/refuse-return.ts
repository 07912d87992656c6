import { reasonInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The return is refused: the target goes on. */
export const refuseReturn = tenantProcedure
  .meta({ can: ['refuseReturn', 'Referral'] })
  .input(reasonInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.refuseReturn',
      input,
      may: 'refuseReturn',
      command: { action: 'refuseReturn', reason: input.reason },
      note: input.reason,
    }),
  )
