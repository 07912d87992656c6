import { withdrawInput, referralChanged } from '@fuqiao/contract'
import { actorProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender's director, with a reason, or the organisation, without owing one, takes back a referral that is not yet accepted. */
export const withdrawReferral = actorProcedure
  .meta({ can: ['withdraw', 'Referral'] })
  .input(withdrawInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.withdraw',
      input,
      may: 'withdraw',
      command: { action: 'withdraw', reason: input.reason },
      note: input.reason,
    }),
  )
