import { acceptInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's director accepts: the grant opens, and in a hand-over custody moves in this very transaction. */
export const acceptReferral = tenantProcedure
  .meta({ can: ['accept', 'Referral'] })
  .input(acceptInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) => {
    const { leadName, firstContactOn, duplicateAnswer, plannedEndOn } = input
    return transit(ctx, {
      procedure: 'referrals.accept',
      input,
      may: 'accept',
      command: {
        action: 'accept',
        leadName,
        firstContactOn,
        duplicateAnswer,
        ...(plannedEndOn === undefined ? {} : { plannedEndOn }),
      },
      data: { firstContactOn },
      columns: { decidedAt: ctx.now, leadName, firstContactOn, duplicateAnswer, plannedEndOn: plannedEndOn ?? null },
    })
  })
