import type { TenantActor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, count, desc, eq, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { calendarDay, calendarLoad, calendarMove, calendarYear, tenant } = schema

/** A list that was proposed, without its days. */
export type LoadRow = Awaited<ReturnType<typeof readLoad>>

const loadColumns = {
  id: calendarLoad.id,
  year: calendarLoad.year,
  rows: calendarLoad.rows,
  isReplacing: sql<boolean>`${calendarLoad.replaces} is not null`,
  fileName: calendarLoad.fileName,
  reason: calendarLoad.reason,
  state: calendarLoad.state,
  personName: calendarLoad.personName,
  proposedAt: calendarLoad.proposedAt,
  checkedAt: calendarLoad.checkedAt,
  ownMoves: calendarLoad.ownMoves,
  otherMoves: calendarLoad.otherMoves,
  otherNetworks: calendarLoad.otherNetworks,
  decidedAt: calendarLoad.decidedAt,
  decidedByName: calendarLoad.decidedByName,
  moved: calendarLoad.moved,
  finishedAt: calendarLoad.finishedAt,
}

/** The loaded years, the latest first. */
export async function readYears(tx: Tx) {
  return tx
    .select({ year: calendarYear.year, loadedAt: calendarYear.loadedAt, source: calendarYear.source })
    .from(calendarYear)
    .orderBy(desc(calendarYear.year))
}

/** Days of a year that differ from the plain week. */
export async function readDays(tx: Tx, year: number) {
  return tx
    .select()
    .from(calendarDay)
    .where(sql`${calendarDay.day} between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`)
    .orderBy(asc(calendarDay.day))
}

/** Lists that were proposed in the network, the latest first. */
export async function readLoads(tx: Tx, networkId: number) {
  return tx
    .select(loadColumns)
    .from(calendarLoad)
    .where(eq(calendarLoad.networkId, networkId))
    .orderBy(desc(calendarLoad.proposedAt))
    .limit(50)
}

/** One proposed list. @throws NOT_FOUND */
export async function readLoad(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select(loadColumns)
    .from(calendarLoad)
    .where(and(eq(calendarLoad.networkId, networkId), eq(calendarLoad.id, id)))
  if (!row) throw notFound()
  return row
}

/** The years as they stand, `year:version` each: what a proposal is tried on. */
export async function readBase(tx: Tx): Promise<string> {
  const rows = await tx
    .select({ year: calendarYear.year, version: calendarYear.version })
    .from(calendarYear)
    .orderBy(asc(calendarYear.year))
  return rows.map(({ year, version }) => `${year}:${version}`).join(',')
}

export async function insertLoad(tx: Tx, row: typeof calendarLoad.$inferInsert): Promise<void> {
  await tx.insert(calendarLoad).values(row)
}

/** Sets a proposal aside; false when it was decided before. */
export async function discardLoad(tx: Tx, actor: TenantActor, { id, at }: { id: string; at: Date }): Promise<boolean> {
  const touched = await tx
    .update(calendarLoad)
    .set({ state: 'discarded', decidedAt: at, decidedByName: actor.personName })
    .where(
      and(eq(calendarLoad.networkId, actor.networkId), eq(calendarLoad.id, id), eq(calendarLoad.state, 'proposed')),
    )
    .returning({ id: calendarLoad.id })
  return touched.length > 0
}

/** What stands in the way of a list. */
export type Confirmation = 'confirmed' | 'decided' | 'changed' | 'moving'

/** Brings a list into force, through its gate. */
export async function confirmThroughGate(tx: Tx, id: string, decidedBy: string): Promise<Confirmation> {
  const [row] = await tx.execute<{ answer: Confirmation }>(
    sql`select app.confirm_calendar(${id}, ${decidedBy}) as answer`,
  )
  if (!row) throw new Error('the gate did not answer')
  return row.answer
}

const ofLoad = (networkId: number, loadId: string) =>
  and(eq(calendarMove.networkId, networkId), eq(calendarMove.loadId, loadId))

/** Due dates that a list moves, counted by tenant, the most first. */
export async function countMoves(tx: Tx, networkId: number, loadId: string) {
  return tx
    .select({ tenantId: tenant.id, tenantName: tenant.name, moves: count() })
    .from(calendarMove)
    .innerJoin(tenant, and(eq(tenant.networkId, calendarMove.networkId), eq(tenant.id, calendarMove.tenantId)))
    .where(ofLoad(networkId, loadId))
    .groupBy(tenant.id, tenant.name)
    .orderBy(desc(count()), asc(tenant.name))
    .limit(500)
}

/** A page of the due dates that a list moves, the earliest first. */
export async function readMoves(
  tx: Tx,
  { networkId, loadId, tenantId }: { networkId: number; loadId: string; tenantId: string | null },
  page: { offset: number; limit: number },
) {
  return tx
    .select({
      subjectId: calendarMove.subjectId,
      subjectKind: calendarMove.subjectKind,
      number: calendarMove.number,
      tenantName: tenant.name,
      state: calendarMove.state,
      rule: calendarMove.rule,
      dueBefore: calendarMove.dueBefore,
      dueAfter: calendarMove.dueAfter,
      movedAt: calendarMove.movedAt,
    })
    .from(calendarMove)
    .innerJoin(tenant, and(eq(tenant.networkId, calendarMove.networkId), eq(tenant.id, calendarMove.tenantId)))
    .where(and(ofLoad(networkId, loadId), tenantId ? eq(calendarMove.tenantId, tenantId) : undefined))
    .orderBy(asc(calendarMove.dueBefore), asc(calendarMove.subjectId))
    .offset(page.offset)
    .limit(page.limit)
}
