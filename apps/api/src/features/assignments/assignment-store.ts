import type { AssignmentFilter, AssignmentSort, Cursor } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { RUNNING_ASSIGNMENT_STATES } from '@fuqiao/domain/assignment'
import { and, asc, desc, eq, inArray, isNotNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFound } from '../../rpc/app-error.ts'

const { assignment, assignmentEvent, assignmentPaper, jointMeeting, network, outbox, tenant } = schema
const issuer = alias(tenant, 'issuer')

/** An assignment as it is stored. */
export type AssignmentRow = typeof assignment.$inferSelect
export type AssignmentColumns = Partial<
  Pick<
    AssignmentRow,
    | 'state'
    | 'version'
    | 'nextLookAt'
    | 'acknowledgedAt'
    | 'report'
    | 'reportedAt'
    | 'remarks'
    | 'confirmedAt'
    | 'overAt'
    | 'updatedAt'
  >
>
/** What the clock writes beside. */
export type ClockColumns = Partial<Pick<AssignmentRow, 'nextLookAt' | 'remindedAt' | 'level' | 'version' | 'updatedAt'>>
/** Which assignment. */
export type AssignmentKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: AssignmentKey) => and(eq(assignment.networkId, networkId), eq(assignment.id, id))
const refOf = (of: typeof tenant | typeof issuer) => ({
  id: of.id,
  name: of.name,
  shortName: of.shortName,
  tier: of.tier,
  kind: of.kind,
})
function joined(tx: Tx) {
  return tx
    .select({ row: assignment, tenant: refOf(tenant), issuer: refOf(issuer), parentId: tenant.parentId })
    .from(assignment)
    .innerJoin(tenant, and(eq(tenant.networkId, assignment.networkId), eq(tenant.id, assignment.tenantId)))
    .innerJoin(issuer, and(eq(issuer.networkId, assignment.networkId), eq(issuer.id, assignment.issuerTenantId)))
    .$dynamic()
}

/** An assignment with its two sides, and who stands above whoever is responsible. */
export type JoinedAssignment = Awaited<ReturnType<typeof joined>>[number]

/** The assignment with its sides; undefined when there is none behind the wall. */
export async function readAssignment(tx: Tx, key: AssignmentKey): Promise<JoinedAssignment | undefined> {
  const [found] = await joined(tx).where(byKey(key))
  return found
}

/** The assignment, locked until the transaction ends; undefined where it is not there or not the caller's to change. */
export async function lockAssignment(tx: Tx, key: AssignmentKey): Promise<JoinedAssignment | undefined> {
  const [found] = await joined(tx).where(byKey(key)).for('update', { of: assignment })
  return found
}

/** What of a list is asked for. */
export type AssignmentQuery = {
  networkId: number
  tenantId: string
  now: Date
  filter: AssignmentFilter
  sort: AssignmentSort
  cursor?: Cursor | undefined
  limit: number
}

const orders = {
  changed: { by: 'updatedAt', descending: true },
  leastChanged: { by: 'updatedAt', descending: false },
  due: { by: 'dueAt', descending: false },
  dueLast: { by: 'dueAt', descending: true },
} as const satisfies Record<AssignmentSort, { by: 'updatedAt' | 'dueAt'; descending: boolean }>

/** What has no end stands after all that has one. */
const endless = new Date('2199-12-31T00:00:00Z')

/** Where the next page of a list begins, after this row. */
export function cursorAfter(sort: AssignmentSort, { row }: JoinedAssignment): Cursor {
  const at = orders[sort].by === 'dueAt' ? (row.dueAt ?? endless) : row.updatedAt
  return { at: at.toISOString(), id: row.id }
}

/** Assignments in sight, in the order asked for. */
export async function readAssignments(tx: Tx, query: AssignmentQuery): Promise<JoinedAssignment[]> {
  const { networkId, sort, cursor, limit } = query
  const { by, descending } = orders[sort]
  const column =
    by === 'dueAt'
      ? sql`coalesce(${assignment.dueAt}, ${endless.toISOString()}::timestamptz)`
      : sql`${assignment.updatedAt}`
  const after = cursor
    ? sql`(${column}, ${assignment.id}) ${descending ? sql`<` : sql`>`} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
    : undefined
  const towards = descending ? desc : asc
  return joined(tx)
    .where(and(eq(assignment.networkId, networkId), matching(query), after))
    .orderBy(towards(column), towards(assignment.id))
    .limit(limit)
}

const running = [...RUNNING_ASSIGNMENT_STATES]

function matching({ filter, tenantId, now }: AssignmentQuery): SQL | undefined {
  const { states, whose, tenantId: responsible, origin, waiting, late, text } = filter
  return and(
    states && states.length > 0 ? inArray(assignment.state, states) : undefined,
    whose === 'toUs' ? eq(assignment.tenantId, tenantId) : undefined,
    whose === 'byUs' ? eq(assignment.issuerTenantId, tenantId) : undefined,
    whose === 'below' ? ne(assignment.tenantId, tenantId) : undefined,
    responsible === undefined ? undefined : eq(assignment.tenantId, responsible),
    origin === undefined ? undefined : eq(assignment.origin, origin),
    waiting === true ? waitingFor(tenantId) : undefined,
    late === true ? and(lt(assignment.dueAt, now), inArray(assignment.state, running)) : undefined,
    text
      ? or(sql`strpos(${assignment.title}, ${text}) > 0`, sql`strpos(${assignment.number}, ${text}) > 0`)
      : undefined,
  )
}

const waitingFor = (tenantId: string) =>
  or(
    and(
      eq(assignment.tenantId, tenantId),
      inArray(assignment.state, running),
      sql`not (${assignment.kind} = 'remark' and ${assignment.state} = 'acknowledged')`,
    ),
    and(eq(assignment.issuerTenantId, tenantId), eq(assignment.state, 'reported')),
  )

export async function insertAssignment(tx: Tx, row: typeof assignment.$inferInsert): Promise<void> {
  await tx.insert(assignment).values(row)
}

/** Writes columns of an assignment that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeAssignment(
  tx: Tx,
  key: AssignmentKey,
  columns: AssignmentColumns | ClockColumns,
): Promise<void> {
  const written = await tx.update(assignment).set(columns).where(byKey(key)).returning({ id: assignment.id })
  if (written.length === 0) throw notFound()
}

export async function insertAssignmentEvent(tx: Tx, row: typeof assignmentEvent.$inferInsert): Promise<void> {
  await tx.insert(assignmentEvent).values(row)
}

/** What the worker is told of a deed: ids and codes; `superiorId` above whoever is responsible where it climbed. */
export type AssignmentPayload = {
  action: string
  seq: number
  number: string
  title: string
  toState: string
  /** The issuer, and whoever is responsible. */
  fromTenantId: string
  toTenantId: string
  actorTenantId: string | null
  superiorId: string | null
}

export async function insertAssignmentOutbox(
  tx: Tx,
  { networkId, id }: AssignmentKey,
  payload: AssignmentPayload,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'assignment', subjectId: id, payload, at })
}

/** An assignment's history, in order. */
export function readHistory(tx: Tx, { networkId, id }: AssignmentKey) {
  return tx
    .select()
    .from(assignmentEvent)
    .where(and(eq(assignmentEvent.networkId, networkId), eq(assignmentEvent.assignmentId, id)))
    .orderBy(asc(assignmentEvent.seq))
}

const paperColumns = {
  id: assignmentPaper.id,
  fileName: assignmentPaper.fileName,
  mediaType: assignmentPaper.mediaType,
  size: assignmentPaper.size,
  personName: assignmentPaper.personName,
  createdAt: assignmentPaper.createdAt,
}

/** The papers of an assignment without their bytes. */
export function readPapers(tx: Tx, { networkId, id }: AssignmentKey) {
  return tx
    .select(paperColumns)
    .from(assignmentPaper)
    .where(and(eq(assignmentPaper.networkId, networkId), eq(assignmentPaper.assignmentId, id)))
    .orderBy(asc(assignmentPaper.createdAt), asc(assignmentPaper.id))
}

/** A paper with its bytes; undefined when it is not in sight. */
export async function readPaper(tx: Tx, { networkId, id }: AssignmentKey) {
  const [row] = await tx
    .select({ ...paperColumns, content: assignmentPaper.content, assignmentId: assignmentPaper.assignmentId })
    .from(assignmentPaper)
    .where(and(eq(assignmentPaper.networkId, networkId), eq(assignmentPaper.id, id)))
  return row
}

export async function insertPaper(tx: Tx, row: typeof assignmentPaper.$inferInsert): Promise<void> {
  await tx.insert(assignmentPaper).values(row)
}

/** The number of a meeting in sight; undefined behind the wall. */
export async function readMeetingNumber(tx: Tx, { networkId, id }: AssignmentKey): Promise<string | undefined> {
  const [row] = await tx
    .select({ number: jointMeeting.number })
    .from(jointMeeting)
    .where(and(eq(jointMeeting.networkId, networkId), eq(jointMeeting.id, id)))
  return row?.number
}

/** A tenant at work in the network with its place; undefined where there is none. */
export async function readResponsible(tx: Tx, { networkId, id }: AssignmentKey) {
  const [found] = await tx
    .select({ id: tenant.id, scopeKey: tenant.scopeKey })
    .from(tenant)
    .where(
      and(
        eq(tenant.networkId, networkId),
        eq(tenant.id, id),
        eq(tenant.status, 'active'),
        ne(tenant.kind, 'partnerNetwork'),
      ),
    )
  return found
}

/** Whether an assignment stands in the session's sight. */
export async function isAssignmentInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await readAssignment(tx, { networkId, id })) !== undefined
}

/** Assignments that the clock has to look at: keys alone, looked at again one by one. For the worker. */
export function readAssignmentsDue(tx: Tx, now: Date) {
  return tx
    .select({ networkId: assignment.networkId, id: assignment.id, profileId: network.profileId })
    .from(assignment)
    .innerJoin(network, eq(network.id, assignment.networkId))
    .where(and(isNotNull(assignment.nextLookAt), lte(assignment.nextLookAt, now)))
    .orderBy(asc(assignment.nextLookAt), asc(assignment.id))
    .limit(500)
}
