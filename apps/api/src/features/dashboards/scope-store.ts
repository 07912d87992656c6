import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'
import type { TenantKind, Tier } from '@fuqiao/domain'

/** A tenant as boards need it. Keys are decimal strings. */
export type BoardTenant = {
  id: string
  parentId: string | null
  name: string
  shortName: string
  tier: Tier
  kind: TenantKind
  status: string
  divisionCode: string
  depth: number
  low: string
  high: string
}

const columns = sql`t.id, t.parent_id as "parentId", t.name, t.short_name as "shortName", t.tier, t.kind, t.status, t.division_code as "divisionCode", t.depth,
  t.scope_key::text as low, t.scope_high::text as high`

/** The tenant. @throws NOT_FOUND */
export async function findBoardTenant(tx: Tx, networkId: number, id: string): Promise<BoardTenant> {
  const [row] = await tx.execute<BoardTenant>(
    sql`select ${columns} from tenant t where t.network_id = ${networkId} and t.id = ${id}`,
  )
  if (!row) throw notFound()
  return row
}

/** The tenant itself and those directly below it, by place. */
export async function childrenOf(tx: Tx, networkId: number, id: string): Promise<BoardTenant[]> {
  return tx.execute<BoardTenant>(sql`
    select ${columns} from tenant t where t.network_id = ${networkId} and (t.id = ${id} or t.parent_id = ${id})
    order by t.depth, t.kind <> 'administrative', t.division_code, t.name`)
}

/** The tenants above one, from a place of the tree down. */
export async function trailTo(
  tx: Tx,
  networkId: number,
  tenant: { id: string; low: string },
  from: string,
): Promise<Pick<BoardTenant, 'id' | 'name' | 'shortName' | 'tier'>[]> {
  return tx.execute(sql`
    select t.id, t.name, t.short_name as "shortName", t.tier from tenant t
    where t.network_id = ${networkId} and t.id <> ${tenant.id} and t.scope_key >= ${from}::bigint and ${tenant.low}::bigint between t.scope_key and t.scope_high
    order by t.depth`)
}
