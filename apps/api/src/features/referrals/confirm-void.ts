import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** A second person voids the referral: it is gone from every list, and kept in the audit trail. */
export const confirmVoid = tenantProcedure
  .meta({ can: ['confirmVoid', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.confirmVoid',
      input,
      may: 'confirmVoid',
      command: { action: 'confirmVoid' },
    }),
  )
