import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender's director takes the organisation back, or the common superior once the sender's days have passed; what was handed over goes back. */
export const acceptReturn = tenantProcedure
  .meta({ can: ['acceptReturn', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.acceptReturn',
      input,
      may: 'acceptReturn',
      command: { action: 'acceptReturn' },
    }),
  )
