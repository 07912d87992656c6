import { schema, type Tx } from '@fuqiao/db'
import { and, asc, between, eq, inArray, isNull, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { tenant, tenantHistory } = schema

/** A tenant's row. */
export type TenantRow = typeof tenant.$inferSelect
/** What a change of the tree is called in the history. */
export type TenantChange = (typeof tenantHistory.$inferSelect)['change']

/** The tenant, or 404. */
export async function findTenant(tx: Tx, networkId: number, id: string): Promise<TenantRow> {
  const [row] = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, id)))
  if (!row) throw notFound()
  return row
}

/**
 * The tenants, locked in the order of their ids so that two changes of the tree never wait for each other in a circle; and no harder than a change that
 * leaves their keys, so that whoever holds a referral and writes a row that names them does not wait either.
 * @throws NOT_FOUND when one is missing
 */
export async function lockTenants(tx: Tx, networkId: number, ids: readonly string[]): Promise<Map<string, TenantRow>> {
  const wanted = [...new Set(ids)]
  const rows = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), inArray(tenant.id, wanted)))
    .orderBy(asc(tenant.id))
    .for('no key update')
  if (rows.length !== wanted.length) throw notFound()
  return new Map(rows.map(row => [row.id, row]))
}

/** Waits for whoever is at work on what moves with a tenant, and keeps others from it until the transaction ends; through the gate. Before the tenants' keys are taken. */
export async function lockForMove(tx: Tx, tenantId: string): Promise<void> {
  await tx.execute(sql`select app.lock_for_move(${tenantId})`)
}

/**
 * Waits for a worker that folds facts or makes figures anew, and keeps it away until the transaction ends: a move takes the tenants first and then all that hangs
 * on their places, the worker the other way round. Before anything else is locked.
 */
export async function waitForFigures(tx: Tx, networkId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('fuqiao fold facts'), ${networkId}::int)`)
}

/** The tenant and all below it, locked, top first. */
export async function lockSubtree(
  tx: Tx,
  row: Pick<TenantRow, 'networkId' | 'scopeKey' | 'scopeHigh'>,
): Promise<TenantRow[]> {
  return tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.networkId, row.networkId), between(tenant.scopeKey, row.scopeKey, row.scopeHigh)))
    .orderBy(asc(tenant.scopeKey))
    .for('update')
}

/** Takes the next free slot below a locked parent; a slot is never given twice. */
export async function takeSlot(tx: Tx, parent: TenantRow): Promise<number> {
  await tx
    .update(tenant)
    .set({ nextSlot: parent.nextSlot + 1 })
    .where(and(eq(tenant.networkId, parent.networkId), eq(tenant.id, parent.id)))
  return parent.nextSlot
}

/** Inserts a tenant. */
export async function insertTenant(tx: Tx, row: typeof tenant.$inferInsert): Promise<void> {
  await tx.insert(tenant).values(row)
}

/** Changes a locked tenant and counts its version up. */
export async function changeTenant(
  tx: Tx,
  row: TenantRow,
  change: Partial<typeof tenant.$inferInsert>,
  now: Date,
): Promise<TenantRow> {
  const [changed] = await tx
    .update(tenant)
    .set({ ...change, version: row.version + 1, updatedAt: now })
    .where(and(eq(tenant.networkId, row.networkId), eq(tenant.id, row.id)))
    .returning()
  if (!changed) throw notFound()
  return changed
}

/** Whether the division has an active administrative tenant of the tier already. */
export async function isDivisionServed(
  tx: Tx,
  networkId: number,
  divisionCode: string,
  tier: TenantRow['tier'],
): Promise<boolean> {
  const rows = await tx
    .select({ id: tenant.id })
    .from(tenant)
    .where(
      and(
        eq(tenant.networkId, networkId),
        eq(tenant.divisionCode, divisionCode),
        eq(tenant.tier, tier),
        eq(tenant.kind, 'administrative'),
        eq(tenant.status, 'active'),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** Whether the division is known. */
export async function isDivisionKnown(tx: Tx, code: string): Promise<boolean> {
  const rows = await tx
    .select({ code: schema.division.code })
    .from(schema.division)
    .where(eq(schema.division.code, code))
  return rows.length > 0
}

/** Whether active tenants stand directly below. */
export async function hasActiveChildren(tx: Tx, row: TenantRow): Promise<boolean> {
  const rows = await tx
    .select({ id: tenant.id })
    .from(tenant)
    .where(and(eq(tenant.networkId, row.networkId), eq(tenant.parentId, row.id), eq(tenant.status, 'active')))
    .limit(1)
  return rows.length > 0
}

/** Closes the open line of a tenant's history and writes the next: what it is from now on, why, and by whom (B-08). */
export async function writeHistory(
  tx: Tx,
  row: TenantRow,
  line: { change: TenantChange; reason: string; personName: string; now: Date },
): Promise<void> {
  await tx
    .update(tenantHistory)
    .set({ to: line.now })
    .where(
      and(eq(tenantHistory.networkId, row.networkId), eq(tenantHistory.tenantId, row.id), isNull(tenantHistory.to)),
    )
  await tx.insert(tenantHistory).values({
    networkId: row.networkId,
    tenantId: row.id,
    change: line.change,
    from: line.now,
    name: row.name,
    parentId: row.parentId,
    scopeKey: row.scopeKey,
    status: row.status,
    successorId: row.successorId,
    reason: line.reason,
    personName: line.personName,
  })
}

/** Gives tenants new places in one statement; the keys of all their rows follow by cascade. */
export async function moveTenants(
  tx: Tx,
  networkId: number,
  moves: readonly { id: string; scopeKey: bigint; scopeHigh: bigint; depth: number }[],
  now: Date,
): Promise<void> {
  const given = JSON.stringify(
    moves.map(({ id, scopeKey, scopeHigh, depth }) => ({
      id,
      scope_key: scopeKey.toString(),
      scope_high: scopeHigh.toString(),
      depth,
    })),
  )
  const moved = await tx.execute(sql`
    update tenant t set scope_key = m.scope_key, scope_high = m.scope_high, depth = m.depth, version = t.version + 1, updated_at = ${now.toISOString()}
    from jsonb_to_recordset(${given}::text::jsonb) as m(id uuid, scope_key bigint, scope_high bigint, depth smallint)
    where t.network_id = ${networkId} and t.id = m.id returning t.id`)
  if (moved.length !== moves.length) throw notFound()
}

/** Everything in a merged tenant's custody goes to its successor, through the gate that checks both. */
export async function moveCustodyToSuccessor(tx: Tx, tenantId: string): Promise<void> {
  await tx.execute(sql`select app.move_custody_to_successor(${tenantId})`)
}

/** Finds the lowest common superior's desk anew for open referrals of tenants that moved. */
export async function redeskReferrals(tx: Tx, tenantIds: readonly string[]): Promise<void> {
  await tx.execute(
    sql`select app.redesk_referrals(array(select jsonb_array_elements_text(${JSON.stringify(tenantIds)}::text::jsonb))::uuid[])`,
  )
}
