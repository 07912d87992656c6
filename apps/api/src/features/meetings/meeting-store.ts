import type { Cursor, MeetingFilter, MeetingSort } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'
import type { KeyOf } from './seat-store.ts'

const { assignment, jointFigures, jointMeeting, jointMinutes, outbox } = schema

/** A meeting as it is stored. */
export type MeetingRow = typeof jointMeeting.$inferSelect
export type MeetingColumns = Partial<
  Pick<
    MeetingRow,
    'title' | 'meetsAt' | 'place' | 'state' | 'version' | 'convenedAt' | 'heldAt' | 'closedAt' | 'updatedAt'
  >
>

const byKey = ({ networkId, id }: KeyOf) => and(eq(jointMeeting.networkId, networkId), eq(jointMeeting.id, id))

/** The meeting; undefined when there is none behind the wall. */
export async function readMeeting(tx: Tx, key: KeyOf): Promise<MeetingRow | undefined> {
  const [row] = await tx.select().from(jointMeeting).where(byKey(key))
  return row
}

/** The meeting, locked until the transaction ends; undefined where it is not there or not the caller's to change. */
export async function lockMeeting(tx: Tx, key: KeyOf): Promise<MeetingRow | undefined> {
  const [row] = await tx.select().from(jointMeeting).where(byKey(key)).for('update')
  return row
}

/** What of a list is asked for. */
export type MeetingQuery = {
  networkId: number
  filter: MeetingFilter
  sort: MeetingSort
  cursor?: Cursor | undefined
  limit: number
}

/** Meetings in sight, by their day. */
export function readMeetings(tx: Tx, { networkId, filter, sort, cursor, limit }: MeetingQuery): Promise<MeetingRow[]> {
  const { states, text } = filter
  const isDown = sort === 'latest'
  const after = cursor
    ? sql`(${jointMeeting.meetsAt}, ${jointMeeting.id}) ${isDown ? sql`<` : sql`>`} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
    : undefined
  const towards = isDown ? desc : asc
  return tx
    .select()
    .from(jointMeeting)
    .where(
      and(
        eq(jointMeeting.networkId, networkId),
        states && states.length > 0 ? inArray(jointMeeting.state, states) : undefined,
        text
          ? or(...(['title', 'number', 'place'] as const).map(name => sql`strpos(${jointMeeting[name]}, ${text}) > 0`))
          : undefined,
        after,
      ),
    )
    .orderBy(towards(jointMeeting.meetsAt), towards(jointMeeting.id))
    .limit(limit)
}

/** Meetings that the tenant is responsible to. */
export async function readAnsweredMeetings(
  tx: Tx,
  { networkId, tenantId }: { networkId: number; tenantId: string },
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectDistinct({ meetingId: assignment.meetingId })
    .from(assignment)
    .where(and(eq(assignment.networkId, networkId), eq(assignment.tenantId, tenantId), isNotNull(assignment.meetingId)))
  return new Set(rows.flatMap(({ meetingId }) => meetingId ?? []))
}

export async function insertMeeting(tx: Tx, row: typeof jointMeeting.$inferInsert): Promise<void> {
  await tx.insert(jointMeeting).values(row)
}

/** Writes columns of a meeting that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeMeeting(tx: Tx, key: KeyOf, columns: MeetingColumns): Promise<void> {
  const written = await tx.update(jointMeeting).set(columns).where(byKey(key)).returning({ id: jointMeeting.id })
  if (written.length === 0) throw notFound()
}

/** What was frozen when a meeting was convened, for whoever sits there. */
export async function readFigures(tx: Tx, { networkId, id }: KeyOf) {
  const [row] = await tx
    .select()
    .from(jointFigures)
    .where(and(eq(jointFigures.networkId, networkId), eq(jointFigures.meetingId, id)))
  return row
}

export async function insertFigures(tx: Tx, row: typeof jointFigures.$inferInsert): Promise<void> {
  await tx.insert(jointFigures).values(row)
}

/** The minutes of a meeting, for whoever sits there. */
export async function readMinutes(tx: Tx, { networkId, id }: KeyOf) {
  const [row] = await tx
    .select()
    .from(jointMinutes)
    .where(and(eq(jointMinutes.networkId, networkId), eq(jointMinutes.meetingId, id)))
  return row
}

/** Writes the minutes anew. */
export async function putMinutes(tx: Tx, row: typeof jointMinutes.$inferInsert): Promise<void> {
  const { words, presentSeatIds, writtenByName, updatedAt } = row
  await tx
    .insert(jointMinutes)
    .values(row)
    .onConflictDoUpdate({
      target: [jointMinutes.networkId, jointMinutes.meetingId],
      set: { words, presentSeatIds, writtenByName, updatedAt },
    })
}

/** What the worker is told: ids and codes. `toTenantIds` are those that are told of it. */
export type MeetingPayload = {
  action: 'convene' | 'raise' | 'take' | 'setAside'
  number: string
  fromTenantId: string
  toTenantIds: string[]
}

/** Of a meeting, or of an item of its agenda. */
export async function insertMeetingOutbox(
  tx: Tx,
  { networkId, id }: KeyOf,
  payload: MeetingPayload,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'meeting', subjectId: id, payload, at })
}

/** Whether a meeting or an item of an agenda stands in the session's sight. */
export async function isMeetingInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ seen: boolean }>(
    sql`select exists (select 1 from joint_meeting m where m.network_id = ${networkId} and m.id = ${id}::uuid)
      or exists (select 1 from joint_agenda_item i where i.network_id = ${networkId} and i.id = ${id}::uuid) as seen`,
  )
  return row?.seen === true
}
