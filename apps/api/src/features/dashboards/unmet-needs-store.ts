import type { Tx } from '@fuqiao/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from './board-scope.ts'
import type { Between } from './referral-figures-store.ts'

/** How often a need of a field and an area was left unmet for one cause, by child of the scope. */
export type UnmetCount = {
  child: string
  need: string | null
  field: string | null
  area: string | null
  cause: string
  n: number
}

const instants = ({ since, before }: Between): SQL =>
  sql`${since.toISOString()}::timestamptz, ${before.toISOString()}::timestamptz`

/** Unmet needs of the incubators of a scope, referred, enquired about or asked for; through the gates. */
export async function unmetCounts(tx: Tx, { tenant, span }: Scope, time: Between): Promise<UnmetCount[]> {
  return tx.execute<UnmetCount>(sql`
    select u.child::text, u.need, u.field, u.area, u.cause, u.n
    from (
      select * from app.unmet_needs(${tenant.low}::bigint, ${tenant.high}::bigint, ${span}::bigint, ${instants(time)})
      union all
      select * from app.unmet_enquiries(${tenant.low}::bigint, ${tenant.high}::bigint, ${span}::bigint, ${instants(time)})
      union all
      select * from app.unmet_requests(${tenant.low}::bigint, ${tenant.high}::bigint, ${span}::bigint, ${instants(time)})
    ) u`)
}

/** Names of areas by their codes. */
export async function areaNames(tx: Tx, codes: readonly string[]): Promise<{ code: string; name: string }[]> {
  return tx.execute<{ code: string; name: string }>(sql`
    select d.code, d.name from division d
    where d.code = any (array(select jsonb_array_elements_text(${JSON.stringify(codes)}::text::jsonb))) order by d.code`)
}
