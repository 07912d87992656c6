import type { AgreementFilter, AgreementSort, Cursor } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { SENT_STATES, UNDECIDED_STATES } from '@fuqiao/domain/referral'
import type { AcceptingHealth } from '@fuqiao/domain/agreement'
import { and, asc, desc, eq, inArray, lte, gte, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFound } from '../../rpc/app-error.ts'

const { agreement, agreementEvent, capability, division, outbox, referral, responseRecord, tenant } = schema
const firstTenant = alias(tenant, 'first_tenant')
const secondTenant = alias(tenant, 'second_tenant')

/** States in which the target serves the organisation. */
const servedStates = SENT_STATES.filter(state => !UNDECIDED_STATES.includes(state))

/** An agreement as it is stored. */
export type AgreementRow = typeof agreement.$inferSelect
export type AgreementColumns = Partial<Omit<AgreementRow, 'networkId' | 'id'>>
/** Which agreement. */
export type AgreementKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: AgreementKey) => and(eq(agreement.networkId, networkId), eq(agreement.id, id))
function joined(tx: Tx) {
  return tx
    .select({
      row: agreement,
      first: {
        id: firstTenant.id,
        name: firstTenant.name,
        shortName: firstTenant.shortName,
        tier: firstTenant.tier,
        kind: firstTenant.kind,
        status: firstTenant.status,
      },
      second: {
        id: secondTenant.id,
        name: secondTenant.name,
        shortName: secondTenant.shortName,
        tier: secondTenant.tier,
        kind: secondTenant.kind,
        status: secondTenant.status,
      },
    })
    .from(agreement)
    .innerJoin(
      firstTenant,
      and(eq(firstTenant.networkId, agreement.networkId), eq(firstTenant.id, agreement.firstTenantId)),
    )
    .innerJoin(
      secondTenant,
      and(eq(secondTenant.networkId, agreement.networkId), eq(secondTenant.id, agreement.secondTenantId)),
    )
    .$dynamic()
}

/** An agreement with its two sides. */
export type JoinedAgreement = Awaited<ReturnType<typeof joined>>[number]

/** The agreement with its sides; undefined when there is none behind the wall. */
export async function readAgreement(tx: Tx, key: AgreementKey): Promise<JoinedAgreement | undefined> {
  const [found] = await joined(tx).where(byKey(key))
  return found
}

/** The agreement, locked until the transaction ends; undefined where it is not there or not the caller's to change. */
export async function lockAgreement(tx: Tx, key: AgreementKey): Promise<JoinedAgreement | undefined> {
  const [found] = await joined(tx).where(byKey(key)).for('update', { of: agreement })
  return found
}

/** What of a list is asked for. */
export type AgreementQuery = {
  networkId: number
  tenantId: string
  filter: AgreementFilter
  sort: AgreementSort
  cursor?: Cursor | undefined
  limit: number
}

const orders = {
  changed: { by: 'updatedAt', descending: true },
  leastChanged: { by: 'updatedAt', descending: false },
  ending: { by: 'until', descending: false },
  endingLast: { by: 'until', descending: true },
} as const satisfies Record<AgreementSort, { by: 'updatedAt' | 'until'; descending: boolean }>

/** Where the next page of a list begins, after this row. */
export function cursorAfter(sort: AgreementSort, { row }: JoinedAgreement): Cursor {
  return { at: orders[sort].by === 'until' ? `${row.until}T00:00:00.000Z` : row.updatedAt.toISOString(), id: row.id }
}

/** Agreements in sight, in the order asked for. */
export async function readAgreements(tx: Tx, query: AgreementQuery): Promise<JoinedAgreement[]> {
  const { networkId, sort, cursor, limit } = query
  const { by, descending } = orders[sort]
  const column = agreement[by]
  const at = cursor && (by === 'until' ? sql`${cursor.at.slice(0, 10)}::date` : sql`${cursor.at}::timestamptz`)
  const after = cursor
    ? sql`(${column}, ${agreement.id}) ${descending ? sql`<` : sql`>`} (${at}, ${cursor.id}::uuid)`
    : undefined
  const towards = descending ? desc : asc
  return joined(tx)
    .where(and(eq(agreement.networkId, networkId), matching(query), after))
    .orderBy(towards(column), towards(agreement.id))
    .limit(limit)
}

function matching({ filter, tenantId }: AgreementQuery): SQL | undefined {
  const { states, whose, otherTenantId, standing, text } = filter
  return and(
    states && states.length > 0 ? inArray(agreement.state, states) : undefined,
    whose === 'ours' ? between(tenantId) : undefined,
    whose === 'below' ? and(ne(agreement.firstTenantId, tenantId), ne(agreement.secondTenantId, tenantId)) : undefined,
    otherTenantId === undefined ? undefined : between(otherTenantId),
    standing === true ? sql`${agreement.standing} is not null` : undefined,
    text ? or(sql`strpos(${agreement.title}, ${text}) > 0`, sql`strpos(${agreement.number}, ${text}) > 0`) : undefined,
  )
}

const between = (tenantId: string) => or(eq(agreement.firstTenantId, tenantId), eq(agreement.secondTenantId, tenantId))

/** Agreements of a tenant, with one other or with anyone, that are in force on a day: what a referral may cite. Those that accept come first. */
export async function readCitable(
  tx: Tx,
  {
    networkId,
    tenantId,
    otherId,
    today,
  }: { networkId: number; tenantId: string; otherId: string | null; today: string },
): Promise<JoinedAgreement[]> {
  return joined(tx)
    .where(
      and(
        eq(agreement.networkId, networkId),
        between(tenantId),
        otherId === null ? undefined : between(otherId),
        eq(agreement.state, 'inForce'),
        lte(agreement.from, today),
        gte(agreement.until, today),
      ),
    )
    .orderBy(asc(sql`${agreement.standing} is null`), desc(agreement.inForceAt), desc(agreement.id))
    .limit(200)
}

/** How often each of these agreements was cited and used, through the gate: in a span and in all. */
export async function readUsage(tx: Tx, ids: string[], span: { from: Date; until: Date }) {
  if (ids.length === 0) return new Map<string, { cited: number; inMonth: number; inAll: number }>()
  const list = sql.join(
    ids.map(id => sql`${id}::uuid`),
    sql`, `,
  )
  const rows = (await tx.execute(
    sql`select agreement_id, cited, in_span, in_all from app.agreement_usage(array[${list}], ${span.from.toISOString()}::timestamptz, ${span.until.toISOString()}::timestamptz)`,
  )) as unknown as { agreement_id: string; cited: number; in_span: number; in_all: number }[]
  return new Map(rows.map(row => [row.agreement_id, { cited: row.cited, inMonth: row.in_span, inAll: row.in_all }]))
}

/** How a tenant stands that accepts: free places beside the organisations it serves now, counted from its referrals, and its record of answers. */
export async function readHealth(
  tx: Tx,
  { networkId, tenantId }: { networkId: number; tenantId: string },
): Promise<AcceptingHealth> {
  const [[declared], [record], [served]] = await Promise.all([
    tx
      .select({ ceiling: capability.ceiling })
      .from(capability)
      .where(and(eq(capability.networkId, networkId), eq(capability.tenantId, tenantId))),
    tx
      .select({ accepted: responseRecord.accepted, declined: responseRecord.declined })
      .from(responseRecord)
      .where(and(eq(responseRecord.networkId, networkId), eq(responseRecord.tenantId, tenantId))),
    tx
      .select({ now: sql<number>`count(*)::int` })
      .from(referral)
      .where(
        and(
          eq(referral.networkId, networkId),
          eq(referral.toTenantId, tenantId),
          inArray(referral.state, servedStates),
        ),
      ),
  ])
  return {
    freeCapacity: declared ? declared.ceiling - (served?.now ?? 0) : null,
    accepted: record?.accepted ?? 0,
    declined: record?.declined ?? 0,
  }
}

export async function insertAgreement(tx: Tx, row: typeof agreement.$inferInsert): Promise<void> {
  await tx.insert(agreement).values(row)
}

/** Writes columns of an agreement that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeAgreement(tx: Tx, key: AgreementKey, columns: AgreementColumns): Promise<void> {
  const written = await tx.update(agreement).set(columns).where(byKey(key)).returning({ id: agreement.id })
  if (written.length === 0) throw notFound()
}

export async function insertAgreementEvent(tx: Tx, row: typeof agreementEvent.$inferInsert): Promise<void> {
  await tx.insert(agreementEvent).values(row)
}

/** What the worker is told of a deed: ids and words that both sides have signed. */
export async function insertAgreementOutbox(
  tx: Tx,
  key: AgreementKey,
  payload: Record<string, unknown>,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'agreement', subjectId: key.id, payload, at })
}

/** An agreement's history, in order. */
export async function readHistory(tx: Tx, { networkId, id }: AgreementKey) {
  return tx
    .select()
    .from(agreementEvent)
    .where(and(eq(agreementEvent.networkId, networkId), eq(agreementEvent.agreementId, id)))
    .orderBy(asc(agreementEvent.seq))
}

/** Names of divisions by code. */
export async function readDivisionNames(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await tx
    .select({ code: division.code, name: division.name })
    .from(division)
    .where(inArray(division.code, [...codes]))
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** A tenant's place, as an agreement keeps it; undefined outside the network or when it is not at work. */
export async function readSide(tx: Tx, { networkId, id }: AgreementKey) {
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
