import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'

/** What places are to reach of a year's indicators, `tenantId indicatorId` → figure. */
export type SignedTargets = ReadonlyMap<string, number>

/** Names a place's indicator in the answer. */
export const signedKey = (tenantId: string, indicatorId: string): string => `${tenantId} ${indicatorId}`

/**
 * What each place is to reach: the share that its present superior and it have signed, or else the total that it set for itself. Read behind the wall: a place
 * whose shares the reader does not see has none.
 */
export async function readSignedTargets(
  tx: Tx,
  { networkId, tenantIds, year }: { networkId: number; tenantIds: readonly string[]; year: number },
): Promise<SignedTargets> {
  if (tenantIds.length === 0) return new Map()
  const rows = await tx.execute<{ tenantId: string; indicatorId: string; value: number }>(sql`
    select distinct on (s.tenant_id, s.indicator_id) s.tenant_id as "tenantId", s.indicator_id as "indicatorId", s.signed_value as value
    from target_share s join tenant t on t.network_id = s.network_id and t.id = s.tenant_id
    where s.network_id = ${networkId} and s.year = ${year} and s.signed_value is not null
      and s.tenant_id in (select x::uuid from jsonb_array_elements_text(${JSON.stringify(tenantIds)}::text::jsonb) x)
      and (s.from_tenant_id = t.parent_id or s.from_tenant_id = s.tenant_id)
    order by s.tenant_id, s.indicator_id, s.from_tenant_id = s.tenant_id`)
  return new Map(rows.map(({ tenantId, indicatorId, value }) => [signedKey(tenantId, indicatorId), value]))
}
