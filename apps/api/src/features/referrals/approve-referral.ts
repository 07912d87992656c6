import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender's director approves: the direction is frozen, the dossier sealed, and the referral reaches its target as a preview. */
export const approveReferral = tenantProcedure
  .meta({ can: ['approve', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.approve',
      input,
      may: 'approve',
      command: { action: 'approve' },
    }),
  )
