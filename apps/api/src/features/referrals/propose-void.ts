import { reasonInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender's administrator proposes to void a referral that was made by mistake (误建作废). */
export const proposeVoid = tenantProcedure
  .meta({ can: ['proposeVoid', 'Referral'] })
  .input(reasonInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.proposeVoid',
      input,
      may: 'proposeVoid',
      command: { action: 'proposeVoid', reason: input.reason },
      note: input.reason,
      columns: { voidProposedByPersonId: ctx.actor.personId, voidProposedByName: ctx.actor.personName },
    }),
  )
