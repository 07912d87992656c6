import { schema, type Tx } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'

const { division, membership, network, person, tenant, tenantHistory } = schema

/** Any number, the same for every server: one network is founded at a time. */
const foundingLock = 7_316_420_953

/** Keeps others from founding a network until the transaction ends. */
export async function lockFounding(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${foundingLock})`)
}

/** The numbers of all networks there are. */
export async function networkIds(tx: Tx): Promise<number[]> {
  const rows = await tx.select({ id: network.id }).from(network)
  return rows.map(({ id }) => id)
}

/** Whether the division is known. */
export async function isDivision(tx: Tx, code: string): Promise<boolean> {
  return (await tx.select({ code: division.code }).from(division).where(eq(division.code, code))).length > 0
}

/** A network with its centre and the first person of it. */
export type FirstRows = {
  network: typeof network.$inferInsert
  centre: typeof tenant.$inferInsert
  opening: typeof tenantHistory.$inferInsert
  person: typeof person.$inferInsert
  membership: typeof membership.$inferInsert
}

/** Writes them. */
export async function insertFirst(tx: Tx, rows: FirstRows): Promise<void> {
  await tx.insert(network).values(rows.network)
  await tx.insert(tenant).values(rows.centre)
  await tx.insert(tenantHistory).values(rows.opening)
  await tx.insert(person).values(rows.person)
  await tx.insert(membership).values(rows.membership)
}
