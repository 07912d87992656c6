import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { actorProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender's director or the organisation confirms; when both have, the referral is closed and the target's sight ends. */
export const confirmClosure = actorProcedure
  .meta({ can: ['confirmClosure', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.confirmClosure',
      input,
      may: 'confirmClosure',
      command: { action: 'confirmClosure' },
      columns:
        ctx.actor.kind === 'organisation' ? { organisationConfirmedAt: ctx.now } : { senderConfirmedAt: ctx.now },
    }),
  )
