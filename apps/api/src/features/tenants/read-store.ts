import { schema, type Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import { findTenant } from './tenant-store.ts'

/** A tenant in a list or in the tree. */
export type TenantLine = {
  id: string
  parentId: string | null
  name: string
  shortName: string
  tier: string
  kind: string
  status: string
  divisionCode: string
  isStatisticalOnly: boolean
  /** Tenants directly below. */
  childCount: number
  takesReferrals: boolean
  functionCount: number
}

const line = sql`t.id, t.parent_id as "parentId", t.name, t.short_name as "shortName", t.tier, t.kind, t.status, t.division_code as "divisionCode",
  d.is_statistical_only as "isStatisticalOnly",
  (select count(*)::int from tenant c where c.network_id = t.network_id and c.parent_id = t.id) as "childCount",
  t.status = 'active' and coalesce(p.takes_referrals, false) as "takesReferrals", coalesce(cardinality(p.functions), 0) as "functionCount"`
const joined = sql`tenant t join division d on d.code = t.division_code left join capability p on p.network_id = t.network_id and p.tenant_id = t.id`

/** The tenants directly below one; with null the root of the network. */
export async function childLines(tx: Tx, networkId: number, parentId: string | null): Promise<TenantLine[]> {
  return tx.execute<TenantLine>(sql`
    select ${line} from ${joined} where t.network_id = ${networkId} and ${parentId === null ? sql`t.parent_id is null and t.kind <> 'partnerNetwork'` : sql`t.parent_id = ${parentId}`}
    order by t.kind <> 'administrative', t.division_code, t.name limit 500`)
}

/** Tenants whose name or initials contain a text: for pickers and the directory; at most 30. */
export async function searchLines(tx: Tx, networkId: number, text: string): Promise<TenantLine[]> {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, sign => `\\${sign}`)}%`
  return tx.execute<TenantLine>(sql`
    select ${line} from ${joined} where t.network_id = ${networkId} and t.kind <> 'partnerNetwork' and (lower(t.name) like ${pattern} or t.initials like ${pattern})
    order by t.depth, t.kind <> 'administrative', t.division_code limit 30`)
}

/** Everything the tenant's page shows; row facts for the decision with it. @throws NOT_FOUND */
export async function readTenant(tx: Tx, networkId: number, id: string) {
  const [row, capabilities, records, histories, superiors] = await Promise.all([
    findTenant(tx, networkId, id),
    tx
      .select()
      .from(schema.capability)
      .where(sql`network_id = ${networkId} and tenant_id = ${id}`),
    tx
      .select()
      .from(schema.responseRecord)
      .where(sql`network_id = ${networkId} and tenant_id = ${id}`),
    tx.execute<{
      change: string
      from: string
      to: string | null
      name: string
      parentName: string | null
      status: string
      successorName: string | null
      reason: string
      personName: string
    }>(sql`
      select h.change, h.from_at as "from", h.to_at as "to", h.name, p.name as "parentName", h.status, s.name as "successorName", h.reason, h.person_name as "personName"
      from tenant_history h left join tenant p on p.network_id = h.network_id and p.id = h.parent_id left join tenant s on s.network_id = h.network_id and s.id = h.successor_id
      where h.network_id = ${networkId} and h.tenant_id = ${id} order by h.from_at desc, h.id desc limit 100`),
    tx.execute<{ id: string; name: string; shortName: string; tier: string }>(sql`
      select a.id, a.name, a.short_name as "shortName", a.tier from tenant t join tenant a on a.network_id = t.network_id and t.scope_key between a.scope_key and a.scope_high and a.id <> t.id
      where t.network_id = ${networkId} and t.id = ${id} order by a.depth`),
  ])
  return { row, capability: capabilities[0] ?? null, record: records[0] ?? null, history: histories, superiors }
}

/** Whether nobody has got to work in a tenant, through the gate that answers the centre at the top alone. */
export async function isUnstaffed(tx: Tx, tenantId: string): Promise<boolean> {
  const [row] = await tx.execute<{ is: boolean }>(sql`select app.is_unstaffed(${tenantId}) as "is"`)
  return row?.is === true
}

/** Own capability, locked. */
export async function lockCapability(tx: Tx, networkId: number, tenantId: string) {
  const [row] = await tx
    .select()
    .from(schema.capability)
    .where(sql`network_id = ${networkId} and tenant_id = ${tenantId}`)
    .for('update')
  return row ?? null
}

/** Declares or changes the tenant's own capability. */
export async function saveCapability(tx: Tx, row: typeof schema.capability.$inferInsert): Promise<void> {
  const { networkId: _n, tenantId: _t, scopeKey: _s, ...change } = row
  await tx
    .insert(schema.capability)
    .values(row)
    .onConflictDoUpdate({ target: [schema.capability.networkId, schema.capability.tenantId], set: change })
}
