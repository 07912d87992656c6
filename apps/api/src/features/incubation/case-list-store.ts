import type { CaseRow as ListedCase, Cursor } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { sql, type SQL } from 'drizzle-orm'

/** What of a list is asked for. `low` and `high` are the range that the query walks; an organisation has none. */
export type CaseQuery = {
  networkId: number
  of: { low: string; high: string } | { organisationId: string }
  states?: readonly string[] | undefined
  /** Only what this tenant has something to do to. */
  waitingFor?: string | undefined
  sort: 'due' | 'changed'
  cursor?: Cursor | undefined
  limit: number
}

/** A row of a list, with where it stands in its order. */
export type ListedRow = Omit<ListedCase, 'task'> & {
  tenantId: string
  rulesVersion: number
  scopeKey: string
  organisationId: string
  isByOrganisation: boolean
  holderTenantIds: string[]
  at: string
  task: {
    kind: string
    stepId: string | null
    ordinal: number
    subject: string | null
    holder: string
    startedAt: string
    dueAt: string
    level: number
  } | null
}

/** After every instant: by what is due, what nothing is due of comes last. */
const never = '9999-01-01T00:00:00Z'

/**
 * Cases in sight, those that are due first on top, or the latest changed; each with the task that is due first. The order stands in an index with the place
 * in the tree last, so that a page costs the page.
 */
export async function readCaseList(tx: Tx, query: CaseQuery): Promise<ListedRow[]> {
  const { networkId, of, states, waitingFor, sort, cursor, limit } = query
  const isByDue = sort === 'due'
  const at = isByDue ? sql`c.next_due_at` : sql`c.updated_at`
  const conditions: SQL[] = [
    sql`c.network_id = ${networkId}`,
    'low' in of
      ? sql`c.scope_key between ${of.low}::bigint and ${of.high}::bigint`
      : sql`c.organisation_id = ${of.organisationId}`,
    ...(isByDue ? [sql`c.next_due_at is not null`] : []),
    ...(states ? [sql`c.state in ${[...states]}`] : []),
    ...(waitingFor
      ? [
          sql`exists (select 1 from case_task w where w.network_id = c.network_id and w.case_id = c.id and w.state = 'open' and w.holder_tenant_id = ${waitingFor})`,
        ]
      : []),
    ...(cursor
      ? [
          isByDue
            ? sql`(${at}, c.id) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
            : sql`(${at}, c.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
        ]
      : []),
  ]
  const order = isByDue ? sql`c.next_due_at, c.id` : sql`c.updated_at desc nulls first, c.id desc nulls first`
  const iso = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return tx.execute<ListedRow>(sql`
    select c.id, c.number, c.organisation_name as "organisationName", c.organisation_id as "organisationId", c.tenant_id as "tenantId", c.rules_version as "rulesVersion",
      c.scope_key::text as "scopeKey", c.is_by_organisation as "isByOrganisation", to_json(c.holder_tenant_ids) as "holderTenantIds",
      t.short_name as "tenantName", c.state, c.outcome, c.preferences, ${iso(sql`c.submitted_at`)} as "submittedAt", ${iso(sql`c.updated_at`)} as "updatedAt",
      to_char(coalesce(${at}, ${never}::timestamptz) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      (select json_build_object('kind', w.kind, 'stepId', w.step_id, 'ordinal', w.ordinal, 'subject', w.subject, 'holder', w.holder,
          'startedAt', ${iso(sql`w.started_at`)}, 'dueAt', ${iso(sql`w.due_at`)}, 'level', w.level)
        from case_task w where w.network_id = c.network_id and w.case_id = c.id and w.state = 'open' order by w.due_at, w.id limit 1) as task
    from (select * from incubation_case c where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}) c
    join tenant t on t.network_id = c.network_id and t.id = c.tenant_id
    order by ${order}`)
}

/** What is due, or planned, in a span of days. */
export type DueRow = {
  caseId: string
  rulesVersion: number
  organisationName: string
  tenantName: string
  kind: string
  stepId: string | null
  ordinal: number
  subject: string | null
  holder: string
  day: string
  isPlanned: boolean
}

/** Tasks of a tenant and below that are due in a span of instants, or begin in one of days; at most so many. */
export async function readDue(
  tx: Tx,
  {
    networkId,
    low,
    high,
    from,
    to,
    limit,
  }: { networkId: number; low: string; high: string; from: string; to: string; limit: number },
): Promise<DueRow[]> {
  return tx.execute<DueRow>(sql`
    select w.case_id as "caseId", c.rules_version as "rulesVersion", c.organisation_name as "organisationName", t.short_name as "tenantName", w.kind, w.step_id as "stepId", w.ordinal,
      w.subject, w.holder, w.day, w."isPlanned"
    from (
      (select k.*, to_char(k.due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, false as "isPlanned" from case_task k
        where k.network_id = ${networkId} and k.state = 'open' and k.scope_key between ${low}::bigint and ${high}::bigint
          and k.due_at >= (${from}::date at time zone 'Asia/Shanghai') and k.due_at < ((${to}::date + 1) at time zone 'Asia/Shanghai')
        order by k.due_at, k.id limit ${limit})
      union all
      (select k.*, k.opens_on::text, true from case_task k
        where k.network_id = ${networkId} and k.state = 'planned' and k.scope_key between ${low}::bigint and ${high}::bigint
          and k.opens_on between ${from}::date and ${to}::date
        order by k.opens_on, k.id limit ${limit})
    ) w
    join incubation_case c on c.network_id = w.network_id and c.id = w.case_id
    join tenant t on t.network_id = w.network_id and t.id = w.tenant_id
    order by w.day, w.id limit ${limit}`)
}
