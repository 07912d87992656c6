import { relationOf, type Relation, type TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import { AppError, notFound } from '../../rpc/app-error.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise } from '../../rpc/procedures.ts'
import type { ItemRow } from './agenda-store.ts'
import { lockMeeting, type MeetingRow, readAnsweredMeetings, readMeeting } from './meeting-store.ts'
import { type KeyOf, readLiveSeats, type SeatRow } from './seat-store.ts'

type Acting = ActingIn & { actor: TenantActor }

/** What says how somebody stands to the joint meeting: the seats in their sight, and the meetings that their incubator is responsible to. */
export type Standing = { seats: readonly SeatRow[]; answered: ReadonlySet<string> }

/** Reads it once for a request. */
export async function readStanding(tx: Tx, { networkId, tenantId }: TenantActor): Promise<Standing> {
  const [seats, answered] = await Promise.all([
    readLiveSeats(tx, networkId),
    readAnsweredMeetings(tx, { networkId, tenantId }),
  ])
  return { seats, answered }
}

const seatedIn = (seats: readonly SeatRow[]) => seats.flatMap(({ personIds }) => personIds)

/** How the actor stands to a meeting. */
export function standingToMeeting(
  actor: TenantActor,
  { networkId, id }: Pick<MeetingRow, 'networkId' | 'id'>,
  { seats, answered }: Standing,
  now: Date,
): Relation {
  const responsibleTenantIds = answered.has(id) ? [actor.tenantId] : []
  return relationOf(actor, 'JointMeeting', { networkId, seatedPersonIds: seatedIn(seats), responsibleTenantIds }, now)
}

/** How the actor stands to an item. */
export function standingToItem(
  actor: TenantActor,
  { networkId, tenantId, state }: Pick<ItemRow, 'networkId' | 'tenantId' | 'state'>,
  seats: readonly SeatRow[],
  now: Date,
): Relation {
  const of = { networkId, tenantId, isTaken: state === 'taken', seatedPersonIds: seatedIn(seats) }
  return relationOf(actor, 'JointAgendaItem', of, now)
}

/** How the actor stands to a seat. */
export const standingToSeat = (actor: TenantActor, row: SeatRow, now: Date): Relation =>
  relationOf(
    actor,
    'JointSeat',
    { networkId: row.networkId, seatedPersonIds: row.endedAt === null ? row.personIds : [] },
    now,
  )

/** The meeting, locked for the centre to lead it. @throws NOT_FOUND, NOT_ALLOWED */
export async function meetingToLead(acting: Acting, key: KeyOf): Promise<{ row: MeetingRow; standing: Standing }> {
  const { tx, actor, ability, now } = acting
  const locked = await lockMeeting(tx, key)
  const row = locked ?? (await readMeeting(tx, key))
  if (!row) throw notFound()
  const standing = await readStanding(tx, actor)
  authorise(ability, 'lead', 'JointMeeting', { relation: standingToMeeting(actor, row, standing, now) })
  if (!locked) throw new AppError('NOT_ALLOWED')
  return { row, standing }
}
