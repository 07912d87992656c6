import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target acknowledges the arrival (签收); the sender sees who and when. */
export const acknowledgeReferral = tenantProcedure
  .meta({ can: ['acknowledge', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.acknowledge',
      input,
      may: 'acknowledge',
      command: { action: 'acknowledge' },
      columns: { acknowledgedAt: ctx.now, acknowledgedByName: ctx.actor.personName },
    }),
  )
