import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { BoardTenant } from './scope-store.ts'

type Range = { networkId: number; tenant: Pick<BoardTenant, 'low' | 'high' | 'divisionCode'> }

/** A tenant of the scope as coverage counts it. */
export type CoveredTenant = Pick<
  BoardTenant,
  'id' | 'parentId' | 'shortName' | 'tier' | 'kind' | 'status' | 'divisionCode' | 'low' | 'high'
> & {
  name: string
  buildingMode: string | null
  openedOn: string
  parentName: string
  functions: string[] | null
  fields: string[] | null
}

/** Every tenant of the scope, by place. */
export async function tenantsIn(tx: Tx, { networkId, tenant }: Range): Promise<CoveredTenant[]> {
  return tx.execute<CoveredTenant>(sql`
    select t.id, t.parent_id as "parentId", t.name, t.short_name as "shortName", t.tier, t.kind, t.status, t.division_code as "divisionCode", t.scope_key::text as low,
      t.scope_high::text as high, t.building_mode as "buildingMode", t.opened_on::text as "openedOn", coalesce(p.short_name, '') as "parentName", c.functions, c.fields
    from tenant t left join tenant p on p.network_id = t.network_id and p.id = t.parent_id left join capability c on c.network_id = t.network_id and c.tenant_id = t.id
    where t.network_id = ${networkId} and t.scope_key between ${tenant.low}::bigint and ${tenant.high}::bigint order by t.scope_key`)
}

/** Organisations by custodian and by the month of a twelve-month stretch in which they were registered; -1 is before it. */
export type CustodyCount = { low: string; month: number; n: number }

/** How many organisations each tenant of the scope has custody of. `before` is the end of the twelve months. */
export async function custodyByMonth(
  tx: Tx,
  { networkId, tenant }: Range,
  year: { since: Date; before: Date },
): Promise<CustodyCount[]> {
  const since = year.since.toISOString()
  return tx.execute<CustodyCount>(sql`
    select o.scope_key::text as low, case when o.created_at < ${since} then -1 else
        (extract(year from o.at) * 12 + extract(month from o.at) - extract(year from o.zero) * 12 - extract(month from o.zero))::int end as month, count(*)::int as n
    from (select x.scope_key, x.created_at, x.created_at at time zone 'Asia/Shanghai' as at, ${since}::timestamptz at time zone 'Asia/Shanghai' as zero from organisation x
      where x.network_id = ${networkId} and x.merged_into_id is null and x.scope_key between ${tenant.low}::bigint and ${tenant.high}::bigint and x.created_at < ${year.before.toISOString()}) o
    group by 1, 2`)
}

/** The day each tenant of the scope last had something to do; through the gate, which checks the range. */
export async function lastDays(tx: Tx, { tenant }: Range): Promise<{ low: string; lastDay: string | null }[]> {
  return tx.execute(
    sql`select a.place::text as low, a.last_day::text as "lastDay" from app.tenant_activity(${tenant.low}::bigint, ${tenant.high}::bigint) a`,
  )
}

/** A division one or two levels below the scope's own. */
export type CoveredDivision = {
  code: string
  name: string
  parentCode: string
  parentName: string
  isStatisticalOnly: boolean
  isChild: boolean
}

/** The divisions below the scope's: the children, and theirs when `deep`. */
export async function divisionsBelow(tx: Tx, code: string, deep: boolean): Promise<CoveredDivision[]> {
  return tx.execute<CoveredDivision>(sql`
    select d.code, d.name, d.parent_code as "parentCode", p.name as "parentName", d.is_statistical_only as "isStatisticalOnly", d.parent_code = ${code} as "isChild"
    from division d join division p on p.code = d.parent_code
    where d.parent_code = ${code} or (${deep} and p.parent_code = ${code}) order by d.code`)
}
