import type { TenantActor } from '@fuqiao/access'
import type { ResolutionView } from '@fuqiao/contract'
import { isAssignmentLate } from '@fuqiao/domain/assignment'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { type DutyRow, type JoinedResolution, readDuties, readSeenAssignments } from './resolution-store.ts'

/** Resolutions with who is to do them and how far they are; `openAsOf`: those alone of which something was not done then. */
export async function resolutionViews(
  { tx, actor, now }: ActingIn & { actor: TenantActor },
  found: readonly JoinedResolution[],
  openAsOf?: Date,
): Promise<ResolutionView[]> {
  const duties = Map.groupBy(
    await readDuties(
      tx,
      found.map(({ row }) => row.id),
    ),
    ({ resolutionId }) => resolutionId,
  )
  const isOpenThen = ({ overAt }: DutyRow) => openAsOf === undefined || overAt === null || overAt > openAsOf
  const shown = found
    .map(one => ({ ...one, duties: duties.get(one.row.id) ?? [] }))
    .filter(one => openAsOf === undefined || one.duties.some(isOpenThen))
  const seen = await readSeenAssignments(
    tx,
    actor.networkId,
    shown.flatMap(one => one.duties.map(({ assignmentId }) => assignmentId)),
  )
  return shown.map(({ row, meetingNumber, duties: those }) => {
    const { id, meetingId, ordinal, itemId, words, dueOn } = row
    return {
      ...{ id, meetingId, meetingNumber, ordinal, itemId, words, dueOn },
      duties: those.map(({ assignmentId, number, tenant, state, dueAt }) => ({
        ...{ assignmentId, number, tenant, state },
        isLate: isAssignmentLate({ state, dueAt }, now),
        isOpen: seen.has(assignmentId),
      })),
    }
  })
}
