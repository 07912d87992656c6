import type { ListOrganisations, OrganisationCursor, OrganisationFilter } from '@fuqiao/contract'
import { pageSize } from '@fuqiao/contract'
import { addDays, instantAt } from '@fuqiao/domain'
import { type SQL, sql } from 'drizzle-orm'

/** What a tenant's session can see at most; stated in each query as parameters, so that the planner chooses by cost. Keys are decimal strings. */
export type Sight = { networkId: number; tenantId: string; low: string; high: string }

const columns = sql`o.id, o.name, o.credit_code, o.filing_number, o.kind, o.stage, o.field, o.division_code, o.tenant_id, o.registered_on, o.updated_at, o.sort_key`

/** Columns of a list's row under the names of the contract, from a row `o` with its tenant `t` and division `d`. */
const view = sql`o.id, o.name, o.credit_code as "creditCode", o.filing_number as "filingNumber", o.kind, o.stage, o.field, o.division_code as "divisionCode",
  coalesce(d.name, o.division_code) as "divisionName", o.tenant_id as "tenantId", t.short_name as "tenantName", o.registered_on::text as "registeredOn",
  to_char(o.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "updatedAt"`

const named = sql`join tenant t on t.network_id = o.network_id and t.id = o.tenant_id left join division d on d.code = o.division_code`

/** `column in (…)`, or nothing when no value was chosen. */
function among(column: SQL, values: readonly string[]): SQL | undefined {
  return values.length === 0
    ? undefined
    : sql`${column} in (${sql.join(
        values.map(value => sql`${value}`),
        sql`, `,
      )})`
}

function place(sight: Sight, within: OrganisationFilter['within']): SQL {
  if (within === 'own') return sql`o.tenant_id = ${sight.tenantId}`
  if (within === 'granted') return sql`o.id = any ((select app.granted_organisations())::uuid[])`
  return sql`o.scope_key between ${sight.low}::bigint and ${sight.high}::bigint`
}

/** The range of one tenant; nothing when there is no such tenant. */
function underTenant({ networkId }: Pick<Sight, 'networkId'>, id: string): SQL {
  const edge = (column: SQL) => sql`(select ${column} from tenant u where u.network_id = ${networkId} and u.id = ${id})`
  return sql`o.scope_key between ${edge(sql`u.scope_key`)} and ${edge(sql`u.scope_high`)}`
}

/** The conditions of a filter inside what the tenant can see. */
export function filterCondition(sight: Sight, filter: OrganisationFilter): SQL {
  const conditions = [
    sql`o.network_id = ${sight.networkId}`,
    // What was merged is kept for whoever looks it up, and is in no list.
    sql`o.merged_into_id is null`,
    place(sight, filter.within),
    among(sql`o.kind`, filter.kinds),
    among(sql`o.stage`, filter.stages),
    among(sql`o.field`, filter.fields),
    filter.divisionCode === undefined ? undefined : sql`o.division_code like ${`${filter.divisionCode}%`}`,
    filter.tenantId === undefined ? undefined : sql`o.tenant_id = ${filter.tenantId}`,
    filter.underTenantId === undefined ? undefined : underTenant(sight, filter.underTenantId),
    filter.custodianTier === undefined
      ? undefined
      : sql`o.tenant_id in (select u.id from tenant u where u.network_id = ${sight.networkId} and u.tier = ${filter.custodianTier})`,
    filter.addedFrom === undefined
      ? undefined
      : sql`o.created_at >= ${instantAt(filter.addedFrom, '00:00').toISOString()}`,
    filter.addedTo === undefined
      ? undefined
      : sql`o.created_at < ${instantAt(addDays(filter.addedTo, 1), '00:00').toISOString()}`,
    filter.filedFrom === undefined ? undefined : sql`o.filed_on >= ${filter.filedFrom}`,
    filter.filedTo === undefined ? undefined : sql`o.filed_on <= ${filter.filedTo}`,
  ]
  return sql.join(
    conditions.filter(condition => condition !== undefined),
    sql` and `,
  )
}

const orders = {
  changed: {
    by: sql`o.updated_at desc, o.id desc`,
    key: sql`(o.updated_at, o.id)`,
    next: sql`<`,
    type: sql`timestamptz`,
  },
  leastChanged: { by: sql`o.updated_at, o.id`, key: sql`(o.updated_at, o.id)`, next: sql`>`, type: sql`timestamptz` },
  name: { by: sql`o.sort_key, o.id`, key: sql`(o.sort_key, o.id)`, next: sql`>`, type: sql`text` },
  nameBackwards: { by: sql`o.sort_key desc, o.id desc`, key: sql`(o.sort_key, o.id)`, next: sql`<`, type: sql`text` },
} as const satisfies Record<ListOrganisations['sort'], { by: SQL; key: SQL; next: SQL; type: SQL }>

/** A page of organisations in sight, and one row more when another page follows. Paged by key: what lies before costs nothing. */
export function listQuery(sight: Sight, page: ListOrganisations, most = pageSize + 1): SQL {
  const { by, key, next, type } = orders[page.sort]
  const { cursor } = page
  const after = cursor ? sql`${key} ${next} (${cursor.value}::${type}, ${cursor.id}::uuid)` : sql`true`
  return sql`select ${view}, o.sort_key as "sortKey" from (
      select o.network_id, ${columns} from organisation o where ${filterCondition(sight, page)} and ${after} order by ${by} limit ${most}
    ) o ${named} order by ${by}`
}

/** Where the page after a row begins. */
export function cursorAfter(
  sort: ListOrganisations['sort'],
  row: { id: string; sortKey: string; updatedAt: string },
): OrganisationCursor {
  return { value: sort === 'name' || sort === 'nameBackwards' ? row.sortKey : row.updatedAt, id: row.id }
}

/** How many organisations the filter finds, counted no further than `most`. */
export function countQuery(sight: Sight, filter: OrganisationFilter, most: number): SQL {
  return sql`select count(*)::int as count from (select 1 from organisation o where ${filterCondition(sight, filter)} limit ${most}) as found`
}

/** One organisation in sight by its id, as a list's row. */
export function byIdQuery(sight: Pick<Sight, 'networkId'>, id: string): SQL {
  return sql`select ${view} from organisation o ${named} where o.network_id = ${sight.networkId} and o.id = ${id}`
}

/** Text that LIKE takes literally. */
const literally = (word: string) => word.replaceAll(/[\\%_]/g, '\\$&')

/**
 * Organisations in sight whose name (from two characters), pinyin initials or credit code holds each word of the text. The gate finds
 * candidates by the index inside the tenant's own range; the outer query stands before the wall like any other and looks again.
 */
export function searchQuery(sight: Pick<Sight, 'networkId'>, text: string, most: number): SQL {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '')
  const holds = words.map(word => {
    const pattern = `%${literally(word)}%`
    return sql`(lower(o.name) like ${pattern} or o.initials like ${pattern} or lower(o.credit_code) like ${pattern})`
  })
  const first = words[0] ?? ''
  return sql`select ${view},
      case when lower(o.name) like ${`%${literally(first)}%`} then 'name' when lower(coalesce(o.credit_code, '')) like ${`%${literally(first)}%`} then 'creditCode' else 'initials' end as "matched"
    from organisation o ${named}
    where o.network_id = ${sight.networkId} and o.merged_into_id is null
      and o.id = any ((select app.search_organisations(app.search_grams(${sight.networkId}, ${words.join(' ')}), ${most * 5}))::uuid[])
      and ${sql.join(holds, sql` and `)}
    order by case when lower(o.credit_code) = ${first} then 0 when lower(o.name) like ${`${literally(first)}%`} then 1 when lower(o.name) like ${`%${literally(first)}%`} then 2 else 3 end,
      o.updated_at desc, o.id desc
    limit ${most}`
}
