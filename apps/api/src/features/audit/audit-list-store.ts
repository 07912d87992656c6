import type { AuditFilter, AuditRow, AuditSort, Cursor } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, instantAt } from '@fuqiao/domain'

/** Whose trail: the whole network's, or one tenant's. Stated beside the wall, so that the index of it is used. */
export type TrailOf = { networkId: number; tenantId: string | null }

/** Text that LIKE takes literally. */
const literally = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

function conditions({ networkId, tenantId }: TrailOf, filter: AuditFilter): SQL[] {
  const all = [
    sql`a.network_id = ${networkId}`,
    tenantId === null ? undefined : sql`a.tenant_id = ${tenantId}`,
    filter.tenantId === undefined ? undefined : sql`a.tenant_id = ${filter.tenantId}`,
    filter.topic === undefined ? undefined : sql`a.action like ${`${filter.topic}.%`}`,
    filter.action === undefined ? undefined : sql`a.action = ${filter.action}`,
    filter.person === undefined || filter.person === ''
      ? undefined
      : sql`a.person_name like ${`%${literally(filter.person)}%`}`,
    filter.subjectId === undefined ? undefined : sql`a.subject_id = ${filter.subjectId}`,
    filter.outcome === undefined ? undefined : sql`a.outcome = ${filter.outcome}`,
    filter.from === undefined ? undefined : sql`a.at >= ${instantAt(filter.from, '00:00').toISOString()}`,
    filter.to === undefined ? undefined : sql`a.at < ${instantAt(addDays(filter.to, 1), '00:00').toISOString()}`,
  ]
  return all.filter(condition => condition !== undefined)
}

const orders = {
  newest: { by: sql`a.at desc, a.id desc`, next: sql`<` },
  oldest: { by: sql`a.at, a.id`, next: sql`>` },
} as const satisfies Record<AuditSort, { by: SQL; next: SQL }>

/** Lines of the trail in an order, from a place on. Paged by key: what lies before costs nothing. */
export async function readTrail(
  tx: Tx,
  of: TrailOf,
  page: { filter: AuditFilter; sort: AuditSort; cursor?: Cursor | undefined; most: number },
): Promise<AuditRow[]> {
  const { by, next } = orders[page.sort]
  const after = page.cursor ? [sql`(a.at, a.id) ${next} (${page.cursor.at}::timestamptz, ${page.cursor.id}::uuid)`] : []
  return tx.execute<AuditRow>(sql`
    select a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, a.tenant_id as "tenantId", a.tenant_name as "tenantName", a.person_name as "personName",
      a.action, a.subject_kind as "subjectKind", a.subject_id as "subjectId", a.outcome,
      case jsonb_typeof(a.details) when 'object' then a.details else '{}'::jsonb end as details
    from audit_entry a where ${sql.join([...conditions(of, page.filter), ...after], sql` and `)}
    order by ${by} limit ${page.most}`)
}
