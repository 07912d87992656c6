import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The service goes on. */
export const resumeService = tenantProcedure
  .meta({ can: ['resume', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.resume',
      input,
      may: 'resume',
      command: { action: 'resume' },
      columns: { resumeOn: null },
    }),
  )
