import { schema, type Tx } from '@fuqiao/db'
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'

/** A membership in force with the names a page shows. */
export type MembershipRow = {
  id: string
  tenantId: string | null
  organisationId: string | null
  tenantName: string
  tier: string | null
  roles: string[]
  isActive: boolean
  loginName: string
}

/**
 * The person's memberships in force, with names. Tenants of another network and organisations of another account stand behind the wall;
 * the name noted with the membership serves there.
 */
export async function readMemberships(tx: Tx, personId: string, now: Date): Promise<MembershipRow[]> {
  return tx.execute<MembershipRow>(sql`
    select m.id, m.tenant_id as "tenantId", m.organisation_id as "organisationId", coalesce(t.name, o.name, m.display_name) as "tenantName", t.tier as "tier",
      m.roles, coalesce(t.status, 'active') = 'active' as "isActive", p.login_name as "loginName"
    from membership m join person p on p.id = m.person_id
    left join tenant t on t.network_id = m.network_id and t.id = m.tenant_id
    left join organisation o on o.network_id = m.network_id and o.id = m.organisation_id
    where m.person_id = ${personId} and m.from_at <= ${now.toISOString()} and (m.until_at is null or m.until_at > ${now.toISOString()})
    order by m.from_at, m.id`)
}

/** Notices not read yet of whom the session acts as, up to 99; 0 for somebody who acts nowhere. */
export async function unreadNotices(
  tx: Tx,
  of: { networkId: number; tenantId: string | null; organisationId: string | null },
): Promise<number> {
  const mine =
    of.organisationId === null ? sql`tenant_id = ${of.tenantId}` : sql`organisation_id = ${of.organisationId}`
  const [row] = await tx.execute<{ unread: number }>(sql`
    select count(*)::int as unread from (select 1 from notice where network_id = ${of.networkId} and ${mine} and read_at is null limit 99) as n`)
  return row?.unread ?? 0
}

/** Whether the tenant is the superior of any other. */
export async function hasTenantsBelow(
  tx: Tx,
  { networkId, tenantId }: { networkId: number; tenantId: string },
): Promise<boolean> {
  const { tenant } = schema
  const found = await tx
    .select({ id: tenant.id })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.parentId, tenantId)))
    .limit(1)
  return found.length > 0
}

/** The people of a tenant: memberships in force, by name. */
export async function listMembers(tx: Tx, networkId: number, tenantId: string, now: Date) {
  const { membership } = schema
  return tx
    .select()
    .from(membership)
    .where(
      and(
        eq(membership.networkId, networkId),
        eq(membership.tenantId, tenantId),
        or(isNull(membership.until), gt(membership.until, now)),
      ),
    )
    .orderBy(membership.displayName, membership.id)
}

/** A membership in sight, or undefined. */
export async function findMember(tx: Tx, networkId: number, id: string) {
  const { membership } = schema
  const [row] = await tx
    .select()
    .from(membership)
    .where(and(eq(membership.networkId, networkId), eq(membership.id, id)))
  return row
}
