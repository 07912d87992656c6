import { ownDeskSchema } from '@fuqiao/contract'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { figure, referralsOf } from './drill.ts'
import { countDesk } from './own-desk-store.ts'

/** The viewer's own incubator at work: its queue, its residents and the places free (B-13). */
export const ownDesk = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .output(ownDeskSchema)
  .query(async ({ ctx }) => {
    authorise(ctx.ability, 'read', 'Dashboard', { relation: 'own' })
    const { networkId, tenantId } = ctx.actor
    const counts = await countDesk(ctx.tx, { networkId, tenantId, now: ctx.now })
    const inbox = (query: Record<string, string>) => ({ page: 'inbox' as const, query })
    return {
      awaitingApproval: figure(counts.awaitingApproval, { page: 'outbox', query: { state: 'awaitingApproval' } }),
      toAcknowledge: figure(counts.toAcknowledge, inbox({ state: 'submitted' })),
      toDecide: figure(counts.toDecide, inbox({ state: 'acknowledged' })),
      activeNow: figure(
        counts.activeNow,
        referralsOf({ tenantId: undefined, alone: true }, { side: 'to', outcome: 'served' }),
      ),
      overdue: figure(counts.overdue, inbox({ overdue: 'true' })),
      escalatedHere: figure(counts.escalatedHere, { page: 'desk', query: {} }),
      residents: figure(counts.residents, { page: 'organisations', query: { within: 'own' } }),
      granted: figure(counts.granted, { page: 'organisations', query: { within: 'granted' } }),
      ceiling: counts.ceiling,
      placesFree: counts.ceiling === null ? null : Math.max(0, counts.ceiling - counts.activeNow),
    }
  })
