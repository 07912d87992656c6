import type { Sql } from 'postgres'
import { benchNow, shape } from './network-rows.ts'

/** How many running cases a city has, in the small data set and in the large one. */
export const caseSizes = [1000, 100_000] as const

/** The name of the data set of one city with so many cases. */
export const caseSet = (cases: number): string => `cases_${cases}`

const tenants = 1 + shape.districts + shape.streets

/**
 * Gives, once, the organisations of the first network running cases, spread over its incubators, each with what is due of it next and its exit planned: no
 * organisation has two at one incubator. The same number gives the same rows.
 */
export async function loadCases(sql: Sql, cases: number): Promise<void> {
  const [row] = await sql<{ isLoaded: boolean }[]>`select exists (select 1 from incubation_case) as "isLoaded"`
  if (row?.isLoaded) return
  await sql.begin(async tx => {
    await tx`set local session_replication_role = replica`
    await tx`create temp table placed on commit drop as
      select i, o.id as organisation_id, o.name, o.kind, o.stage, o.field, o.division_code, t.id as tenant_id, t.scope_key,
        ${benchNow}::timestamptz + (i % 400 - 40) * interval '1 hour' * 7 as due_at,
        (lpad(to_hex((extract(epoch from ${benchNow}::timestamptz) * 1000)::bigint - i * 60000), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid as id
      from (select i, md5('case' || i) as h, (i - 1) % ${shape.organisations} as o, ((i - 1) % ${shape.organisations} * 7 + (i - 1) / ${shape.organisations} * 37) % ${tenants} as t
        from generate_series(1, ${cases}::int) i) x
      join (select *, row_number() over (order by id) - 1 as n from organisation where network_id = 1) o on o.n = x.o
      join (select id, scope_key, row_number() over (order by scope_key) - 1 as n from tenant where network_id = 1) t on t.n = x.t`
    await tx`insert into incubation_case (network_id, id, tenant_id, scope_key, organisation_id, organisation_name, organisation_kind, stage, field, division_code, number, is_by_organisation, state, rules_version,
        application, verdicts, next_due_at, submitted_at, admitted_on, ends_on, created_at, updated_at)
      select 1, id, tenant_id, scope_key, organisation_id, name, kind, stage, field, division_code, 'IC2026-' || lpad(i::text, 6, '0'), true, 'resident', 0,
        '{"answers": {}, "claims": []}', '[]', due_at, due_at - interval '200 days', (due_at - interval '150 days')::date, (due_at + interval '215 days')::date, due_at - interval '210 days', due_at - interval '9 days'
      from placed order by i`
    for (const [kind, state] of [
      ['assessment', 'open'],
      ['exit', 'planned'],
    ] as const)
      await tx`insert into case_task (network_id, id, case_id, tenant_id, scope_key, organisation_id, kind, ordinal, holder, holder_tenant_id, state, opens_on, started_at, due_at, next_clock_at)
        select 1, md5(${kind} || i)::uuid, id, tenant_id, scope_key, organisation_id, ${kind}, 1, 'operator', tenant_id, ${state}, (due_at + interval '200 days')::date,
          case when ${state} = 'open' then due_at - interval '9 days' end, case when ${state} = 'open' then due_at end, due_at + interval '300 days'
        from placed order by i`
  })
}
