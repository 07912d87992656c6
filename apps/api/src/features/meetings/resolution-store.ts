import { schema, type Tx } from '@fuqiao/db'
import type { AssignmentState } from '@fuqiao/domain/assignment'
import type { TenantKind, Tier } from '@fuqiao/domain/profile'
import { and, asc, desc, eq, inArray, lte, max, ne, type SQL, sql } from 'drizzle-orm'
import type { KeyOf } from './seat-store.ts'

const { assignment, jointMeeting, jointResolution } = schema

/** A resolution with the number of its meeting. */
export type JoinedResolution = { row: typeof jointResolution.$inferSelect; meetingNumber: string }

function joined(tx: Tx, condition: SQL | undefined) {
  return tx
    .select({ row: jointResolution, meetingNumber: jointMeeting.number })
    .from(jointResolution)
    .innerJoin(
      jointMeeting,
      and(eq(jointMeeting.networkId, jointResolution.networkId), eq(jointMeeting.id, jointResolution.meetingId)),
    )
    .where(condition)
    .$dynamic()
}

/** What a meeting resolved, in order: as far as the viewer sees. */
export function readResolutions(tx: Tx, { networkId, id }: KeyOf): Promise<JoinedResolution[]> {
  return joined(tx, and(eq(jointResolution.networkId, networkId), eq(jointResolution.meetingId, id))).orderBy(
    asc(jointResolution.ordinal),
  )
}

/** How many resolutions of other meetings are looked at for what is still to be done. */
const mostFollowed = 300

/** What other meetings resolved before an instant, the latest first. */
export function readResolutionsBefore(tx: Tx, { networkId, id }: KeyOf, before: Date): Promise<JoinedResolution[]> {
  return joined(
    tx,
    and(
      eq(jointResolution.networkId, networkId),
      ne(jointResolution.meetingId, id),
      lte(jointResolution.createdAt, before),
    ),
  )
    .orderBy(desc(jointResolution.createdAt), asc(jointResolution.ordinal))
    .limit(mostFollowed)
}

/** Who is to do a resolution, and how far they are. */
export type DutyRow = {
  resolutionId: string
  assignmentId: string
  number: string
  tenant: { id: string; name: string; shortName: string; tier: Tier; kind: TenantKind }
  state: AssignmentState
  dueAt: Date | null
  overAt: Date | null
}

/** The duties of resolutions, through the gate: who sits there reads how far they are, and nothing that was reported. */
export async function readDuties(tx: Tx, resolutionIds: readonly string[]): Promise<DutyRow[]> {
  if (resolutionIds.length === 0) return []
  const list = sql.join(
    resolutionIds.map(id => sql`${id}::uuid`),
    sql`, `,
  )
  const rows = await tx.execute<
    Pick<DutyRow, 'resolutionId' | 'assignmentId' | 'number' | 'state'> & {
      tenantId: string
      name: string
      shortName: string
      tier: Tier
      kind: TenantKind
      dueAt: string | null
      overAt: string | null
    }
  >(sql`
    select d.resolution_id as "resolutionId", d.assignment_id as "assignmentId", d.number, d.tenant_id as "tenantId", d.tenant_name as name,
      d.tenant_short_name as "shortName", d.tier, d.kind, d.state, d.due_at::text as "dueAt", d.over_at::text as "overAt"
    from app.resolution_duties(array[${list}]) d`)
  return rows.map(({ tenantId: id, name, shortName, tier, kind, dueAt, overAt, ...row }) => ({
    ...row,
    tenant: { id, name, shortName, tier, kind },
    dueAt: dueAt === null ? null : new Date(dueAt),
    overAt: overAt === null ? null : new Date(overAt),
  }))
}

/** Which of these assignments are in sight. */
export async function readSeenAssignments(tx: Tx, networkId: number, ids: string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: assignment.id })
    .from(assignment)
    .where(and(eq(assignment.networkId, networkId), inArray(assignment.id, ids)))
  return new Set(rows.map(({ id }) => id))
}

/** The next number of a meeting's resolutions; the meeting is locked. */
export async function nextResolution(tx: Tx, { networkId, id }: KeyOf): Promise<number> {
  const [row] = await tx
    .select({ last: max(jointResolution.ordinal) })
    .from(jointResolution)
    .where(and(eq(jointResolution.networkId, networkId), eq(jointResolution.meetingId, id)))
  return (row?.last ?? 0) + 1
}

export async function insertResolution(tx: Tx, row: typeof jointResolution.$inferInsert): Promise<void> {
  await tx.insert(jointResolution).values(row)
}
