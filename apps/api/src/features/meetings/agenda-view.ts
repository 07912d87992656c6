import { isAllowed, type TenantActor } from '@fuqiao/access'
import type { AgendaItemView } from '@fuqiao/contract'
import { AGENDA_TRANSITIONS } from '@fuqiao/domain/meeting'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { type JoinedItem, type PaperRow, readItemPapers } from './agenda-store.ts'
import { standingToItem } from './meeting-facts.ts'
import type { SeatRow } from './seat-store.ts'

/** A paper as a page lists it. */
export const paperView = ({ id, fileName, mediaType, size, personName, createdAt }: PaperRow) => ({
  ...{ id, fileName, mediaType, size, personName },
  createdAt: createdAt.toISOString(),
})

/** Items with their papers, and what the viewer may do to each. */
export async function itemViews(
  { tx, actor, ability, now }: ActingIn & { actor: TenantActor },
  items: readonly JoinedItem[],
  seats: readonly SeatRow[],
): Promise<AgendaItemView[]> {
  const papers = await readItemPapers(
    tx,
    actor.networkId,
    items.map(({ row }) => row.id),
  )
  return items.map(({ row, tenant }) => {
    const { id, version, state, title, words, raisedByName, raisedAt, meetingId, ordinal, reason } = row
    const relation = standingToItem(actor, row, seats, now)
    return {
      ...{ id, version, state, tenant, title, words, raisedByName, meetingId, ordinal, reason },
      raisedAt: raisedAt.toISOString(),
      papers: (papers.get(id) ?? []).map(paperView),
      mayAddPaper: state === 'raised' && isAllowed(ability, 'raise', 'JointAgendaItem', { relation }),
      maySettle:
        AGENDA_TRANSITIONS.take.from.includes(state) && isAllowed(ability, 'settle', 'JointAgendaItem', { relation }),
    }
  })
}
