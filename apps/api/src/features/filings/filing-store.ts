import type { Cursor, FilingFilter, FilingSort } from '@fuqiao/contract'
import { FILING_ENDS_SOON_DAYS } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { addDays } from '@fuqiao/domain/calendar'
import { OPEN_FILING_STATES } from '@fuqiao/domain/filing'
import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'
import { isOrganisationInSight } from '../organisations/index.ts'

const { division, filing, filingEvent, organisation, outbox, tenant } = schema

/** A filing as it is stored. */
export type FilingRow = typeof filing.$inferSelect
export type FilingColumns = Partial<Omit<FilingRow, 'networkId' | 'id' | 'organisationId' | 'tenantId' | 'scopeKey'>>
/** Which filing. */
export type FilingKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: FilingKey) => and(eq(filing.networkId, networkId), eq(filing.id, id))

function joined(tx: Tx) {
  return tx
    .select({
      row: filing,
      organisationName: organisation.name,
      tenantName: tenant.shortName,
      divisionName: sql<string>`coalesce(${division.name}, ${filing.divisionCode})`,
    })
    .from(filing)
    .innerJoin(
      organisation,
      and(eq(organisation.networkId, filing.networkId), eq(organisation.id, filing.organisationId)),
    )
    .innerJoin(tenant, and(eq(tenant.networkId, filing.networkId), eq(tenant.id, filing.tenantId)))
    .leftJoin(division, eq(division.code, filing.divisionCode))
    .$dynamic()
}

/** A filing with what it hangs on. */
export type JoinedFiling = Awaited<ReturnType<typeof joined>>[number]

/** A filing in sight; undefined when there is none behind the wall. */
export async function readFiling(tx: Tx, key: FilingKey): Promise<JoinedFiling | undefined> {
  const [found] = await joined(tx).where(byKey(key))
  return found
}

/** Whether what an event of a filing is about is in sight: the filing, or the organisation that grew without one. */
export async function isFilingInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await readFiling(tx, { networkId, id })) !== undefined || isOrganisationInSight(tx, networkId, id)
}

/** A filing of the acting tenant, locked until the transaction ends. @throws NOT_FOUND */
export async function lockFiling(tx: Tx, key: FilingKey): Promise<FilingRow> {
  const [row] = await tx.select().from(filing).where(byKey(key)).for('update')
  if (!row) throw notFound()
  return row
}

/** The filing of an organisation that stands, applied for or filed, locked where it is the acting tenant's. */
export async function lockOpenFiling(
  tx: Tx,
  { networkId, organisationId }: { networkId: number; organisationId: string },
): Promise<FilingRow | undefined> {
  const [row] = await tx
    .select()
    .from(filing)
    .where(
      and(
        eq(filing.networkId, networkId),
        eq(filing.organisationId, organisationId),
        inArray(filing.state, [...OPEN_FILING_STATES]),
      ),
    )
    .for('update')
  return row
}

/** All filings of an organisation, the latest first. */
export async function readFilingsOf(
  tx: Tx,
  { networkId, organisationId }: { networkId: number; organisationId: string },
): Promise<JoinedFiling[]> {
  return joined(tx)
    .where(and(eq(filing.networkId, networkId), eq(filing.organisationId, organisationId)))
    .orderBy(desc(filing.appliedAt), desc(filing.id))
}

/** The history of these filings, in order. */
export async function readFilingHistory(tx: Tx, { networkId, ids }: { networkId: number; ids: string[] }) {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(filingEvent)
    .where(and(eq(filingEvent.networkId, networkId), inArray(filingEvent.filingId, ids)))
    .orderBy(asc(filingEvent.filingId), asc(filingEvent.seq))
}

/** What of the register is asked for. */
export type FilingQuery = {
  networkId: number
  tenantId: string
  today: string
  filter: FilingFilter
  sort: FilingSort
  cursor?: Cursor | undefined
  limit: number
}

const lastDay = '2199-12-31'
const ends = sql`coalesce(${filing.validUntil}, '2199-12-31'::date)`
const orders: Record<FilingSort, { isEnd: boolean; descending: boolean }> = {
  changed: { isEnd: false, descending: true },
  leastChanged: { isEnd: false, descending: false },
  ending: { isEnd: true, descending: false },
  endingLast: { isEnd: true, descending: true },
}

/** Where the next page begins, after this row. */
export function cursorAfter(sort: FilingSort, { row }: JoinedFiling): Cursor {
  const at = orders[sort].isEnd ? `${row.validUntil ?? lastDay}T00:00:00.000Z` : row.updatedAt.toISOString()
  return { at, id: row.id }
}

/** The register in sight, in the order asked for. */
export async function readFilings(tx: Tx, query: FilingQuery): Promise<JoinedFiling[]> {
  const { networkId, sort, cursor, limit } = query
  const { isEnd, descending } = orders[sort]
  const column = isEnd ? ends : sql`${filing.updatedAt}`
  const at = cursor && (isEnd ? sql`${cursor.at.slice(0, 10)}::date` : sql`${cursor.at}::timestamptz`)
  const after = cursor
    ? sql`(${column}, ${filing.id}) ${descending ? sql`<` : sql`>`} (${at}, ${cursor.id}::uuid)`
    : undefined
  const towards = descending ? desc : asc
  return joined(tx)
    .where(and(eq(filing.networkId, networkId), matching(query), after))
    .orderBy(towards(column), towards(filing.id))
    .limit(limit)
}

function matching({ filter, tenantId, today }: FilingQuery): SQL | undefined {
  const { states, within, fields, ending, text } = filter
  return and(
    states && states.length > 0 ? inArray(filing.state, states) : undefined,
    within === 'own' ? eq(filing.tenantId, tenantId) : undefined,
    fields && fields.length > 0 ? inArray(filing.field, fields) : undefined,
    ending === true
      ? and(eq(filing.state, 'filed'), sql`${ends} <= ${addDays(today, FILING_ENDS_SOON_DAYS)}::date`)
      : undefined,
    text
      ? or(sql`strpos(${organisation.name}, ${text}) > 0`, sql`strpos(coalesce(${filing.number}, ''), ${text}) > 0`)
      : undefined,
  )
}

/** What an application is judged on: the organisation as it stands, and its custodian's tier. */
export async function readSubject(tx: Tx, { networkId, id }: FilingKey) {
  const [found] = await tx
    .select({
      id: organisation.id,
      kind: organisation.kind,
      tenantId: organisation.tenantId,
      scopeKey: organisation.scopeKey,
      mergedIntoId: organisation.mergedIntoId,
      tier: tenant.tier,
    })
    .from(organisation)
    .innerJoin(tenant, and(eq(tenant.networkId, organisation.networkId), eq(tenant.id, organisation.tenantId)))
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, id)))
  if (!found) throw notFound()
  return found
}

/** Writes an application; false where the organisation has applied or is filed. */
export async function insertFiling(tx: Tx, row: typeof filing.$inferInsert): Promise<boolean> {
  const written = await tx.insert(filing).values(row).onConflictDoNothing().returning({ id: filing.id })
  return written.length > 0
}

/** Writes columns of a filing that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeFiling(tx: Tx, key: FilingKey, columns: FilingColumns): Promise<void> {
  const written = await tx.update(filing).set(columns).where(byKey(key)).returning({ id: filing.id })
  if (written.length === 0) throw notFound()
}

export async function insertFilingEvent(tx: Tx, row: typeof filingEvent.$inferInsert): Promise<void> {
  await tx.insert(filingEvent).values(row)
}

/** What the worker is told of a deed on a filing: ids, the number and codes. */
export type FilingPayload = {
  action: string
  /** The filing's version, or the organisation's where it grew without one. */
  seq: number
  number: string
  organisationId: string
  /** The custodian. */
  fromTenantId: string
  actorTenantId: string | null
}

export async function insertFilingOutbox(tx: Tx, key: FilingKey, payload: FilingPayload, at: Date): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'filing', subjectId: key.id, payload, at })
}
