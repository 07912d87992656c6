import { reasonInput, referralChanged } from '@fuqiao/contract'
import { actorProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender or the organisation disputes the report: the common superior rules. */
export const disputeReport = actorProcedure
  .meta({ can: ['dispute', 'Referral'] })
  .input(reasonInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.dispute',
      input,
      may: 'dispute',
      command: { action: 'dispute', reason: input.reason },
      note: input.reason,
      columns: { disputedBy: ctx.actor.kind === 'organisation' ? 'organisation' : 'sender' },
    }),
  )
