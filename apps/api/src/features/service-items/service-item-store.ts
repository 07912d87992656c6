import type { Cursor } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import type { TenantKind, Tier } from '@fuqiao/domain/profile'
import type { Days } from '@fuqiao/domain/service-item'
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { outbox, serviceItem, tenant } = schema

/** An item as it is stored. */
export type ItemRow = typeof serviceItem.$inferSelect
/** Which item. */
export type ItemKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: ItemKey) => and(eq(serviceItem.networkId, networkId), eq(serviceItem.id, id))
const named = (tx: Tx) =>
  tx
    .select({ row: serviceItem, tenantName: tenant.name, low: tenant.scopeKey, high: tenant.scopeHigh })
    .from(serviceItem)
    .innerJoin(tenant, and(eq(tenant.networkId, serviceItem.networkId), eq(tenant.id, serviceItem.tenantId)))
    .$dynamic()
/** An item with who asks, and the range of places below it. */
export type PlacedItem = Awaited<ReturnType<typeof named>>[number]

/** An item in sight; undefined when there is none behind the wall. */
export async function readItem(tx: Tx, key: ItemKey): Promise<PlacedItem | undefined> {
  const [found] = await named(tx).where(byKey(key))
  return found
}

/** Items that concern a place: of those above it, its own, and of those below it; the latest first. */
export function readItems(tx: Tx, of: { networkId: number; low: bigint; high: bigint }, most: number) {
  const [low, high] = [of.low.toString(), of.high.toString()]
  return named(tx)
    .where(
      and(
        eq(serviceItem.networkId, of.networkId),
        sql`((${tenant.scopeKey} <= ${low}::bigint and ${tenant.scopeHigh} >= ${high}::bigint) or ${tenant.scopeKey} between ${low}::bigint and ${high}::bigint)`,
      ),
    )
    .orderBy(sql`${serviceItem.state} desc, ${serviceItem.createdAt} desc, ${serviceItem.id} desc`)
    .limit(most)
}

/** The item, locked until the transaction ends. @throws NOT_FOUND */
export async function lockItem(tx: Tx, key: ItemKey): Promise<ItemRow> {
  const [row] = await tx.select().from(serviceItem).where(byKey(key)).for('update')
  if (!row) throw notFound()
  return row
}

export async function insertItem(tx: Tx, row: typeof serviceItem.$inferInsert): Promise<void> {
  await tx.insert(serviceItem).values(row)
}

export async function writeItem(tx: Tx, key: ItemKey, columns: Partial<ItemRow>): Promise<void> {
  const written = await tx.update(serviceItem).set(columns).where(byKey(key)).returning({ id: serviceItem.id })
  if (written.length !== 1) throw new Error('the item was not written')
}

/** What the worker is told of an item: ids, and whom it is asked of. */
export type ItemPayload = {
  action: 'push' | 'end'
  title: string
  fromTenantId: string
  tiers: string[]
  kinds: string[]
  seq: number
}

export async function insertItemOutbox(tx: Tx, { networkId, id }: ItemKey, payload: ItemPayload, at: Date) {
  await tx.insert(outbox).values({ networkId, topic: 'serviceItem', subjectId: id, payload, at })
}

/** Whom an item is asked of, as far as a range goes. */
export type AskedBelow = {
  item: Pick<ItemRow, 'networkId' | 'id' | 'serviceId' | 'tiers' | 'kinds'>
  low: bigint
  high: bigint
}

/** The part of the range below whoever asks that lies in the viewer's own. */
export function rangeWithin(placed: { low: bigint; high: bigint }, of: { low: bigint; high: bigint }) {
  return {
    // Whoever asks is not asked itself.
    low: placed.low >= of.low ? placed.low + 1n : of.low,
    high: placed.high <= of.high ? placed.high : of.high,
  }
}

const list = (values: readonly string[]): SQL =>
  sql`array[${sql.join(
    values.map(value => sql`${value}`),
    sql`, `,
  )}]::text[]`

const askedIn = ({ item, low, high }: AskedBelow): SQL => sql`t.network_id = ${item.networkId}
  and t.scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint and t.status = 'active' and t.kind <> 'partnerNetwork'
  ${item.tiers.length > 0 ? sql`and t.tier = any(${list(item.tiers)})` : sql``} ${item.kinds.length > 0 ? sql`and t.kind = any(${list(item.kinds)})` : sql``}`

/** The records that count: of the item's service, or those that name the item. */
const countingFor = ({ networkId, id, serviceId }: AskedBelow['item'], days: Days | undefined): SQL =>
  days === undefined
    ? sql`false`
    : sql`s.network_id = ${networkId} and ${serviceId === null ? sql`s.service_item_id = ${id}` : sql`s.service_id = ${serviceId}`}
  and s.on_day between ${days.from}::date and ${days.to}::date`

/** Each incubator asked with its records and its word. */
const fulfilled = (asked: AskedBelow, days: Days | undefined): SQL => sql`
  select t.id, t.name, t.tier, t.kind, t.opened_on, t.scope_key, a.at as given_at, a.person_name,
    (select count(*)::int from case_service s where ${countingFor(asked.item, days)} and s.tenant_id = t.id) as records
  from tenant t left join acknowledgement a on a.network_id = t.network_id and a.tenant_id = t.id and a.service_item_id = ${asked.item.id}
  where ${askedIn(asked)}`

export type Counts = { asked: number; given: number; met: number; records: number }

/** How many are asked, have acknowledged, have reached the target; and the records of all of them. */
export async function countFulfilment(
  tx: Tx,
  asked: AskedBelow,
  { days, target }: { days: Days | undefined; target: number },
): Promise<Counts> {
  if (asked.low > asked.high) return { asked: 0, given: 0, met: 0, records: 0 }
  const [row] = await tx.execute<Counts>(sql`
    select count(*)::int as asked, count(f.given_at)::int as given, count(*) filter (where f.records >= ${target})::int as met,
      coalesce(sum(f.records), 0)::int as records from (${fulfilled(asked, days)}) f`)
  return row ?? { asked: 0, given: 0, met: 0, records: 0 }
}

export type FulfilledRow = {
  tenantId: string
  tenantName: string
  tier: Tier
  kind: TenantKind
  openedOn: string
  givenAt: string | null
  records: number
}

/** The incubators asked in the order of the tree, so many after one of them. */
export async function readFulfilment(
  tx: Tx,
  asked: AskedBelow,
  page: {
    days: Days | undefined
    target: number
    only?: 'given' | 'met' | undefined
    after?: string | undefined
    limit: number
  },
): Promise<FulfilledRow[]> {
  const { days, target, only, after, limit } = page
  if (asked.low > asked.high) return []
  const which = { given: sql`f.given_at is not null`, met: sql`f.records >= ${target}` }
  const from = after
    ? sql`and f.scope_key > coalesce((select p.scope_key from tenant p where p.network_id = ${asked.item.networkId} and p.id = ${after}), ${asked.high.toString()}::bigint)`
    : sql``
  return tx.execute<FulfilledRow>(sql`
    select f.id as "tenantId", f.name as "tenantName", f.tier, f.kind, f.opened_on::text as "openedOn", f.records,
      to_char(f.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "givenAt"
    from (${fulfilled(asked, days)}) f where ${only ? which[only] : sql`true`} ${from} order by f.scope_key limit ${limit}`)
}

export type RecordRow = {
  id: string
  on: string
  serviceId: string
  minutes: number
  words: string
  personName: string
  tenantId: string
  tenantName: string
  caseId: string
  caseNumber: string | null
  organisationName: string
}

/** The services that a count of records counts, the latest first. */
export async function readItemRecords(
  tx: Tx,
  asked: AskedBelow,
  page: { days: Days | undefined; tenantId?: string | undefined; cursor?: Cursor | undefined; limit: number },
): Promise<RecordRow[]> {
  const { days, tenantId, cursor, limit } = page
  if (asked.low > asked.high) return []
  const after = cursor ? sql`and (s.on_day, s.id) < (${cursor.at.slice(0, 10)}::date, ${cursor.id}::uuid)` : sql``
  return tx.execute<RecordRow>(sql`
    select s.id, s.on_day::text as "on", s.service_id as "serviceId", s.minutes, s.words, s.person_name as "personName",
      t.id as "tenantId", t.name as "tenantName", c.id as "caseId", c.number as "caseNumber", c.organisation_name as "organisationName"
    from case_service s
    join tenant t on t.network_id = s.network_id and t.id = s.tenant_id
    join incubation_case c on c.network_id = s.network_id and c.id = s.case_id
    where ${countingFor(asked.item, days)} and ${askedIn(asked)} ${tenantId ? sql`and t.id = ${tenantId}` : sql``} ${after}
    order by s.on_day desc, s.id desc limit ${limit}`)
}

/** Whether an item could be asked of anybody: how many of its tiers and kinds are below. */
export async function countAsked(tx: Tx, asked: AskedBelow): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from tenant t where ${askedIn(asked)}`)
  return row?.n ?? 0
}
