import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { network, outbox, tenant, tenantOperator } = schema

/** An operator as it is stored. */
export type OperatorRow = typeof tenantOperator.$inferSelect
/** Which operator. */
export type OperatorKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: OperatorKey) =>
  and(eq(tenantOperator.networkId, networkId), eq(tenantOperator.id, id))

/** A tenant's place. @throws NOT_FOUND outside the network */
export async function readPlace(tx: Tx, { networkId, id }: OperatorKey) {
  const [found] = await tx
    .select({ tenantId: tenant.id, scopeKey: tenant.scopeKey, status: tenant.status })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, id)))
  if (!found) throw notFound()
  return found
}

/** All operators of a tenant in sight, the latest first. */
export async function readOperators(tx: Tx, networkId: number, tenantId: string): Promise<OperatorRow[]> {
  return tx
    .select()
    .from(tenantOperator)
    .where(and(eq(tenantOperator.networkId, networkId), eq(tenantOperator.tenantId, tenantId)))
    .orderBy(desc(tenantOperator.createdAt), desc(tenantOperator.id))
}

/** An operator in sight; undefined when there is none behind the wall. */
export async function readOperator(tx: Tx, key: OperatorKey): Promise<OperatorRow | undefined> {
  const [row] = await tx.select().from(tenantOperator).where(byKey(key))
  return row
}

/** The operator, locked until the transaction ends. @throws NOT_FOUND */
export async function lockOperator(tx: Tx, key: OperatorKey): Promise<OperatorRow> {
  const [row] = await tx.select().from(tenantOperator).where(byKey(key)).for('update')
  if (!row) throw notFound()
  return row
}

/** Writes an operator; false where another is there. */
export async function insertOperator(tx: Tx, row: typeof tenantOperator.$inferInsert): Promise<boolean> {
  const written = await tx.insert(tenantOperator).values(row).onConflictDoNothing().returning({ id: tenantOperator.id })
  return written.length > 0
}

export async function writeOperator(
  tx: Tx,
  key: OperatorKey,
  columns: Partial<Pick<OperatorRow, 'state' | 'endedAt' | 'endReason' | 'version' | 'updatedAt'>>,
): Promise<void> {
  await tx.update(tenantOperator).set(columns).where(byKey(key))
}

/** The people of a tenant whose first operator was named now are that operator's; through the gate. */
export async function adoptMembers(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select app.adopt_members(${id})`)
}

/** Ends the places and sessions of an operator that this transaction ended; through the gate. Answers how many places. */
export async function endAccess(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.execute<{ ended: number }>(sql`select app.end_operator_access(${id}) as ended`)
  return row?.ended ?? 0
}

/** The same as the worker, for whom no gate stands. */
export async function endAccessAsSystem(tx: Tx, { networkId, id }: OperatorKey, at: Date): Promise<number> {
  const [row] = await tx.execute<{ ended: number }>(
    sql`select app.end_places(${networkId}::int, ${id}::uuid, ${at.toISOString()}::timestamptz, null) as ended`,
  )
  return row?.ended ?? 0
}

/** What the worker is told: ids and the state that it came to. */
export async function insertOperatorOutbox(
  tx: Tx,
  { networkId, id }: OperatorKey,
  payload: { action: string; seq: number; fromTenantId: string; toState: string },
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'operator', subjectId: id, payload, at })
}

/** Operators to whom something has to happen by a day: keys alone, looked at again one by one. For the worker. */
export async function readOperatorsDue(tx: Tx, today: string) {
  return tx
    .select({ networkId: tenantOperator.networkId, id: tenantOperator.id })
    .from(tenantOperator)
    .innerJoin(network, eq(network.id, tenantOperator.networkId))
    .where(
      and(
        ne(tenantOperator.state, 'ended'),
        sql`(${tenantOperator.until} < ${today}::date or (${tenantOperator.state} = 'appointed' and ${tenantOperator.from} <= ${today}::date))`,
      ),
    )
    .orderBy(asc(tenantOperator.networkId), asc(tenantOperator.id))
}
