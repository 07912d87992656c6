import type { TenantActor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { tenant } = schema

/** An incubator as far as its staff, premises and party hang on it. */
export type Place = { networkId: number; tenantId: string; scopeKey: bigint; tenantName: string }

/** The acting incubator, or another by its id; the network's directory is open, so that the caller asks how the actor stands to its rows. @throws NOT_FOUND */
export async function findPlace(
  tx: Tx,
  { networkId, tenantId, scopeLow, tenantName }: TenantActor,
  asked: string = tenantId,
): Promise<Place> {
  if (asked === tenantId) return { networkId, tenantId, scopeKey: scopeLow, tenantName }
  const [row] = await tx
    .select({ tenantId: tenant.id, scopeKey: tenant.scopeKey, tenantName: tenant.name })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, asked)))
  if (!row) throw notFound()
  return { networkId, ...row }
}
