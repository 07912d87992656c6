import type { Cursor, ReportFilter, ReportSort } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { OPEN_REPORT_STATES, SETTLED_REPORT_STATES } from '@fuqiao/domain/report'
import { and, asc, eq, gt, inArray, isNotNull, lt, lte, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { network, outbox, report, reportEvent, tenant } = schema

/** A report as it is stored. */
export type ReportRow = typeof report.$inferSelect
export type ReportColumns = Partial<
  Pick<
    ReportRow,
    'state' | 'version' | 'nextLookAt' | 'submittedAt' | 'settledAt' | 'remarks' | 'updatedAt' | 'remindedAt' | 'level'
  >
>
/** Which report. */
export type ReportKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: ReportKey) => and(eq(report.networkId, networkId), eq(report.id, id))
const ref = { id: tenant.id, name: tenant.name, shortName: tenant.shortName, tier: tenant.tier, kind: tenant.kind }

function joined(tx: Tx) {
  return tx
    .select({ row: report, tenant: ref, parentId: tenant.parentId, scopeHigh: tenant.scopeHigh })
    .from(report)
    .innerJoin(tenant, and(eq(tenant.networkId, report.networkId), eq(tenant.id, report.tenantId)))
    .$dynamic()
}

/** A report with whoever makes it, and who stands directly above. */
export type JoinedReport = Awaited<ReturnType<typeof joined>>[number]

/** The report; undefined when there is none behind the wall. */
export async function readReport(tx: Tx, key: ReportKey): Promise<JoinedReport | undefined> {
  const [found] = await joined(tx).where(byKey(key))
  return found
}

/** The report, locked until the transaction ends; undefined where it is not there or not the caller's to change. */
export async function lockReport(tx: Tx, key: ReportKey): Promise<JoinedReport | undefined> {
  const [found] = await joined(tx).where(byKey(key)).for('update', { of: report })
  return found
}

/** What of a list is asked for. */
export type ReportQuery = {
  networkId: number
  tenantId: string
  now: Date
  filter: ReportFilter
  sort: ReportSort
  cursor?: Cursor | undefined
  limit: number
}

const orders = {
  changed: { by: 'updatedAt', descending: true },
  leastChanged: { by: 'updatedAt', descending: false },
  due: { by: 'dueAt', descending: false },
  dueLast: { by: 'dueAt', descending: true },
} as const satisfies Record<ReportSort, { by: 'updatedAt' | 'dueAt'; descending: boolean }>

/** Where the next page of a list begins, after this row. */
export const cursorAfter = (sort: ReportSort, { row }: JoinedReport): Cursor => ({
  at: row[orders[sort].by].toISOString(),
  id: row.id,
})

/** Reports in sight, in the order asked for. */
export async function readReports(tx: Tx, query: ReportQuery): Promise<JoinedReport[]> {
  const { networkId, sort, cursor, limit } = query
  const { by, descending } = orders[sort]
  const column = report[by]
  const after = cursor
    ? sql`(${column}, ${report.id}) ${descending ? sql`<` : sql`>`} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
    : undefined
  // As the index has it: the latest first stands with nulls first.
  const towards = descending ? (of: typeof column | typeof report.id) => sql`${of} desc nulls first` : asc
  return joined(tx)
    .where(and(eq(report.networkId, networkId), matching(query), after))
    .orderBy(towards(column), towards(report.id))
    .limit(limit)
}

const open = [...OPEN_REPORT_STATES]

function matching({ filter, tenantId, now }: ReportQuery): SQL | undefined {
  const { states, whose, tenantId: maker, kind, bucket, waiting, late, text } = filter
  return and(
    states && states.length > 0 ? inArray(report.state, states) : undefined,
    whose === 'own' ? eq(report.tenantId, tenantId) : undefined,
    whose === 'below' ? ne(report.tenantId, tenantId) : undefined,
    whose === 'direct' ? eq(tenant.parentId, tenantId) : undefined,
    maker === undefined ? undefined : eq(report.tenantId, maker),
    kind === undefined ? undefined : eq(report.kind, kind),
    bucket === undefined ? undefined : eq(report.bucket, bucket),
    waiting === true ? waitingFor(tenantId) : undefined,
    late === true ? and(lt(report.dueAt, now), inArray(report.state, open)) : undefined,
    text ? sql`strpos(${tenant.name}, ${text}) > 0` : undefined,
  )
}

const waitingFor = (tenantId: string) =>
  or(
    and(eq(report.tenantId, tenantId), inArray(report.state, open)),
    and(eq(tenant.parentId, tenantId), eq(report.state, 'submitted')),
  )

/** The reports of those directly below, of the same kind and stretch; of incubators that were closed or merged, none is owed any more. */
export function readChildren(tx: Tx, { networkId, tenantId, kind, bucket }: ReportRow): Promise<JoinedReport[]> {
  return joined(tx)
    .where(
      and(
        eq(report.networkId, networkId),
        eq(report.kind, kind),
        eq(report.bucket, bucket),
        eq(tenant.parentId, tenantId),
        inArray(tenant.status, ['active', 'suspended']),
      ),
    )
    .orderBy(asc(tenant.divisionCode), asc(tenant.name), asc(tenant.id))
    .limit(1000)
}

/** How many reports of the same kind and stretch from anywhere below are neither accepted nor excused. */
export async function countOpenBelow(tx: Tx, { row, scopeHigh }: JoinedReport): Promise<number> {
  const [found] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(report)
    .innerJoin(tenant, and(eq(tenant.networkId, report.networkId), eq(tenant.id, report.tenantId)))
    .where(
      and(
        eq(report.networkId, row.networkId),
        eq(report.kind, row.kind),
        eq(report.bucket, row.bucket),
        gt(report.scopeKey, row.scopeKey),
        lte(report.scopeKey, scopeHigh),
        notInArray(report.state, [...SETTLED_REPORT_STATES]),
        inArray(tenant.status, ['active', 'suspended']),
      ),
    )
  return found?.n ?? 0
}

/** Writes columns of a report that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeReport(tx: Tx, key: ReportKey, columns: ReportColumns): Promise<void> {
  const written = await tx.update(report).set(columns).where(byKey(key)).returning({ id: report.id })
  if (written.length === 0) throw notFound()
}

export async function insertReportEvent(tx: Tx, row: typeof reportEvent.$inferInsert): Promise<void> {
  await tx.insert(reportEvent).values(row)
}

/** What the worker is told of a deed: ids and codes; `superiorId`: directly above whoever makes it. */
export type ReportPayload = {
  action: string
  seq: number
  /** What a notice calls it. */
  number: string
  toState: string
  fromTenantId: string
  toTenantId: string | null
  actorTenantId: string | null
}

export async function insertReportOutbox(
  tx: Tx,
  { networkId, id }: ReportKey,
  payload: ReportPayload,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'report', subjectId: id, payload, at })
}

/** A report's history, in order. */
export function readHistory(tx: Tx, { networkId, id }: ReportKey) {
  return tx
    .select()
    .from(reportEvent)
    .where(and(eq(reportEvent.networkId, networkId), eq(reportEvent.reportId, id)))
    .orderBy(asc(reportEvent.seq))
}

/** Those directly below an incubator that are at work, by place: what a report is rolled up from. */
export function readPlacesBelow(tx: Tx, networkId: number, tenantId: string) {
  return tx
    .select({ id: tenant.id, name: tenant.shortName })
    .from(tenant)
    .where(
      and(
        eq(tenant.networkId, networkId),
        eq(tenant.parentId, tenantId),
        inArray(tenant.status, ['active', 'suspended']),
        ne(tenant.kind, 'partnerNetwork'),
      ),
    )
    .orderBy(sql`${tenant.kind} <> 'administrative'`, asc(tenant.divisionCode), asc(tenant.name), asc(tenant.id))
}

/** Whether a report stands in the session's sight. */
export async function isReportInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await readReport(tx, { networkId, id })) !== undefined
}

/** Reports that the clock has to look at: keys alone, looked at again one by one. For the worker. */
export function readReportsDue(tx: Tx, now: Date) {
  return tx
    .select({ networkId: report.networkId, id: report.id, profileId: network.profileId })
    .from(report)
    .innerJoin(network, eq(network.id, report.networkId))
    .where(and(isNotNull(report.nextLookAt), lte(report.nextLookAt, now)))
    .orderBy(asc(report.nextLookAt), asc(report.id))
    .limit(500)
}
