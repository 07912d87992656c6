import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'

const { tenant } = schema

/** The centre at the top of a network. @throws Error when there is none */
export async function readCentreId(tx: Tx, networkId: number): Promise<string> {
  const [row] = await tx
    .select({ id: tenant.id })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.depth, 0), eq(tenant.status, 'active')))
  if (!row) throw new Error(`network ${networkId} has no centre`)
  return row.id
}
