import type { Tx } from '@fuqiao/db'
import { cellsOf } from '@fuqiao/domain/indicators'
import type { Indicator } from '@fuqiao/domain/profile'
import { sql } from 'drizzle-orm'

/** Which facts: of a place, of some kinds and details, in a stretch of time, as known at the end of a day. */
export type WhichFacts = {
  networkId: number
  tenant: { id: string; low: string; high: string }
  sight: 'own' | 'then' | 'now'
  /** '' of a detail is all of the kind. */
  cells: readonly { kind: string; detail: string }[]
  from: string
  to: string
  asOf: string
  before?: { day: string; id: string } | undefined
  most: number
}

/** A fact with what it is about, as far as the reader sees it. */
export type FactRow = {
  id: string
  day: string
  recordedAt: Date
  kind: string
  detail: string
  amount: number
  tenantId: string
  tenantName: string
  subject: string
  sourceId: string
}

const factColumns = sql`select f.id::text, f.on_day::text as day, f.recorded_at as "recordedAt", f.kind, f.detail, f.amount, f.tenant_id as "tenantId",
      t.short_name as "tenantName", coalesce(o.name, a.title, '') as subject, f.source_id as "sourceId"
    from fact f
    join tenant t on t.network_id = f.network_id and t.id = f.tenant_id
    left join organisation o on o.network_id = f.network_id and o.id = f.subject_id
    left join activity a on a.network_id = f.network_id and a.id = f.source_id`

const ofCells = (cells: WhichFacts['cells']) =>
  sql.join(
    cells.map(({ kind, detail }) =>
      detail === '' ? sql`f.kind = ${kind}` : sql`(f.kind = ${kind} and f.detail = ${detail})`,
    ),
    sql` or `,
  )

/**
 * A page of facts, the latest first. By the tree as it is now an incubator that was merged counts where its work went; as it was, where its line was on the day.
 * Facts are read behind the wall: what the reader has no line to is not among them.
 */
export async function listFacts(tx: Tx, which: WhichFacts): Promise<FactRow[]> {
  const { networkId, tenant, cells, from, to, asOf, before, most } = which
  const place = {
    own: sql`f.tenant_id = ${tenant.id}`,
    then: sql`${tenant.id}::uuid = any (f.line)`,
    now: sql`f.scope_key between ${tenant.low}::bigint and ${tenant.high}::bigint`,
  }[which.sight]
  const kinds = ofCells(cells)
  const after = before ? sql`and (f.on_day, f.id) < (${before.day}::date, ${before.id}::bigint)` : sql``
  return tx.execute<FactRow>(sql`
    ${factColumns}
    where f.network_id = ${networkId} and (${kinds}) and ${place} and f.on_day between ${from} and ${to}
      and f.recorded_at < (${asOf}::date + 1)::timestamp at time zone 'Asia/Shanghai' ${after}
    order by f.on_day desc, f.id desc limit ${most}`)
}

/** Facts by their numbers, as far as the reader sees them; in no order. */
export async function readFactsById(tx: Tx, networkId: number, ids: readonly bigint[]): Promise<FactRow[]> {
  if (ids.length === 0) return []
  const asked = JSON.stringify(ids.map(String))
  return tx.execute<FactRow>(sql`
    ${factColumns}
    where f.network_id = ${networkId} and f.id in (select value::bigint from jsonb_array_elements_text(${asked}::text::jsonb))`)
}

/** What a lot is drawn from: facts of an incubator and all below it, of a stretch of time, as they were known at an instant, behind some indicators. */
export type Lot = {
  networkId: number
  low: bigint
  high: bigint
  from: string
  to: string
  knownAt: Date
  indicators: readonly Indicator[]
  lines: readonly string[]
  seed: string
  count: number
}

/** Draws facts by SHA-256 of the seed, a colon and the fact's number, the lowest first: whoever doubts it does it again. Answers their numbers in that order. */
export async function drawFacts(tx: Tx, lot: Lot): Promise<bigint[]> {
  const { networkId, low, high, from, to, knownAt, indicators, lines, seed, count } = lot
  const cells = indicators.filter(({ id }) => lines.includes(id)).flatMap(entry => cellsOf(entry, indicators))
  if (cells.length === 0) return []
  const rows = await tx.execute<{ id: string }>(sql`
    select f.id::text from fact f
    where f.network_id = ${networkId} and (${ofCells(cells)}) and f.scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint
      and f.on_day between ${from} and ${to} and f.recorded_at <= ${knownAt.toISOString()}::timestamptz
    order by encode(sha256(convert_to(${seed}::text || ':' || f.id, 'UTF8')), 'hex'), f.id limit ${count}`)
  return rows.map(({ id }) => BigInt(id))
}
