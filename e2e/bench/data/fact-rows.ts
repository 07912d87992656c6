import type { Sql } from 'postgres'
import { benchNow } from './network-rows.ts'

/** How many facts an installation of a hundred cities has, in the small data set and in the large one. */
export const factSizes = [50_000, 5_000_000] as const

/** How many cities both have: 36,000 incubators. */
export const factNetworks = 100

/** The name of the data set with so many facts. */
export const factSet = (facts: number): string => `facts_${facts}`

/** What facts tell of, and how many of a hundred do: most are services with their minutes. */
const kinds = [
  { kind: 'service', detail: 'consulting', of: 40, amount: '1' },
  { kind: 'serviceMinutes', detail: 'consulting', of: 40, amount: '30 + i % 90' },
  { kind: 'activity', detail: 'training', of: 8, amount: '1' },
  { kind: 'attendances', detail: 'training', of: 8, amount: '5 + i % 40' },
  { kind: 'caseAdmitted', detail: 'association', of: 2, amount: '1' },
  { kind: 'caseResident', detail: 'association', of: 2, amount: '1' },
] as const

/**
 * Gives a network facts of the last two years, spread over its incubators, its organisations and the days; one in five became known some days late. They wait
 * to be folded. The same numbers give the same rows.
 */
export async function loadFacts(sql: Sql, network: number, facts: number): Promise<void> {
  const upTo = (index: number) => kinds.slice(0, index + 1).reduce((sum, { of }) => sum + of, 0)
  const chosen = (value: (kind: (typeof kinds)[number]) => string) =>
    `case ${kinds.map((kind, index) => `when i % 100 < ${upTo(index)} then ${value(kind)}`).join(' ')} end`
  await sql.begin(async tx => {
    await tx`set local session_replication_role = replica`
    await tx`insert into fact (network_id, tenant_id, scope_key, kind, detail, on_day, amount, subject_id, source_id, recorded_at, line)
      select ${network}, t.id, t.scope_key, ${tx.unsafe(chosen(({ kind }) => `'${kind}'`))}, ${tx.unsafe(chosen(({ detail }) => `'${detail}'`))},
        x.day, ${tx.unsafe(chosen(({ amount }) => amount))},
        case when i % 100 < 40 or i % 100 >= 96 then md5('organisation' || ${network}::int || ':' || (h & 8191))::uuid end,
        md5('source' || ${network}::int || ':' || i)::uuid,
        least(x.day + case when i % 5 = 0 then interval '6 days' else interval '0' end + interval '9 hours', ${benchNow}::timestamptz),
        t.line
      from (select i, h, (${benchNow}::timestamptz - ((h >> 13) % 700) * interval '1 day')::date as day
        from (select i, ('x' || substr(md5(i::text), 1, 7))::bit(28)::int as h from generate_series(1, ${facts}::int) i) y) x
      join (select t.id, t.scope_key, row_number() over (order by t.scope_key) - 1 as n, count(*) over () as all,
          (select array_agg(u.id order by u.depth desc) from tenant u where u.network_id = t.network_id and t.scope_key between u.scope_key and u.scope_high) as line
        from tenant t where t.network_id = ${network}) t on t.n = x.h % t.all
      order by i`
  })
}
