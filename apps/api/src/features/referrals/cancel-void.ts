import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The proposal to void a referral is taken back. */
export const cancelVoid = tenantProcedure
  .meta({ can: ['cancelVoid', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.cancelVoid',
      input,
      may: 'cancelVoid',
      command: { action: 'cancelVoid' },
    }),
  )
