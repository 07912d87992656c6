import type { Tx } from '@fuqiao/db'
import type { TenantKind, Tier } from '@fuqiao/domain'
import { sql } from 'drizzle-orm'
import type { Scope } from './board-scope.ts'

/** An incubator at work with what it declared; null where it declared nothing yet. */
export type DeclaredTenant = {
  id: string
  parentId: string | null
  shortName: string
  tier: Tier
  kind: TenantKind
  functions: string[] | null
  fields: string[] | null
}

/** The incubators of the scope that are at work, with their declarations. */
export async function declarationsIn(
  tx: Tx,
  { networkId, tenant }: Pick<Scope, 'networkId' | 'tenant'>,
): Promise<DeclaredTenant[]> {
  return tx.execute<DeclaredTenant>(sql`
    select t.id, t.parent_id as "parentId", t.short_name as "shortName", t.tier, t.kind, c.functions, c.fields
    from tenant t left join capability c on c.network_id = t.network_id and c.tenant_id = t.id
    where t.network_id = ${networkId} and t.scope_key between ${tenant.low}::bigint and ${tenant.high}::bigint and t.status = 'active' order by t.scope_key`)
}

/** Names of tenants by id, for parents that may stand above the scope. */
export async function namesOf(
  tx: Tx,
  networkId: number,
  ids: readonly string[],
): Promise<{ id: string; name: string; shortName: string; tier: Tier }[]> {
  return tx.execute(sql`
    select t.id, t.name, t.short_name as "shortName", t.tier from tenant t
    where t.network_id = ${networkId} and t.id = any (array(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))::uuid[])`)
}
