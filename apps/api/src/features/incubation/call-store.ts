import type { Cursor } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, desc, eq, sql } from 'drizzle-orm'

const { incubationCall, network, tenant } = schema
export type CallRow = typeof incubationCall.$inferSelect

export async function insertCall(tx: Tx, row: typeof incubationCall.$inferInsert): Promise<void> {
  await tx.insert(incubationCall).values(row)
}

/** A call with its tenant's name; undefined when there is none in the network. */
export async function readCall(tx: Tx, networkId: number, id: string) {
  const [found] = await named(tx).where(and(eq(incubationCall.networkId, networkId), eq(incubationCall.id, id)))
  return found
}

/** The same, locked. */
export async function lockCall(tx: Tx, networkId: number, id: string): Promise<CallRow | undefined> {
  const [row] = await tx
    .select()
    .from(incubationCall)
    .where(and(eq(incubationCall.networkId, networkId), eq(incubationCall.id, id)))
    .for('update')
  return row
}

export async function writeCall(tx: Tx, { networkId, id }: CallRow, columns: Partial<CallRow>): Promise<void> {
  await tx
    .update(incubationCall)
    .set(columns)
    .where(and(eq(incubationCall.networkId, networkId), eq(incubationCall.id, id)))
}

const named = (tx: Tx) =>
  tx
    .select({ row: incubationCall, tenantName: tenant.name })
    .from(incubationCall)
    .innerJoin(tenant, and(eq(tenant.networkId, incubationCall.networkId), eq(tenant.id, incubationCall.tenantId)))
    .$dynamic()
export type NamedCall = Awaited<ReturnType<typeof named>>[number]

type Wanted = { networkId: number; day: string; tenantId?: string; cursor?: Cursor | undefined; limit: number }

/** Calls that are open on a day, of tenants that are at work, or all of a tenant, those that close last first. */
export function readCalls(tx: Tx, { networkId, day, tenantId, cursor, limit }: Wanted): Promise<NamedCall[]> {
  return named(tx)
    .where(
      and(
        eq(incubationCall.networkId, networkId),
        tenantId === undefined
          ? sql`${incubationCall.state} = 'published' and ${tenant.status} = 'active' and ${day} between ${incubationCall.opensOn} and ${incubationCall.closesOn}`
          : eq(incubationCall.tenantId, tenantId),
        cursor &&
          sql`(${incubationCall.closesOn}, ${incubationCall.id}) < (${cursor.at.slice(0, 10)}::date, ${cursor.id}::uuid)`,
      ),
    )
    .orderBy(desc(incubationCall.closesOn), desc(incubationCall.id))
    .limit(limit)
}

/** Calls of every network that are open on a day: the public's. For the system role. */
export function readPublicCalls(tx: Tx, day: string, limit: number) {
  return tx
    .select({ row: incubationCall, tenantName: tenant.name, networkName: network.name })
    .from(incubationCall)
    .innerJoin(tenant, and(eq(tenant.networkId, incubationCall.networkId), eq(tenant.id, incubationCall.tenantId)))
    .innerJoin(network, eq(network.id, incubationCall.networkId))
    .where(
      sql`${incubationCall.state} = 'published' and ${tenant.status} = 'active' and ${day} between ${incubationCall.opensOn} and ${incubationCall.closesOn}`,
    )
    .orderBy(incubationCall.closesOn, incubationCall.id)
    .limit(limit)
}
