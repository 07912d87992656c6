import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { Scope } from './board-scope.ts'

/** Counts of one group; the group's columns are null where the row sums over them. */
export type OrganisationCount = {
  stage: string | null
  kind: string | null
  field: string | null
  child: string | null
  /** Which columns make the group, as bits: stage 8, kind 4, field 2, child 1; a bit set means summed over. */
  summed: number
  total: number
  atStart: number
  added: number
  addedBefore: number
  filed: number
  filedAtStart: number
  filedIn: number
  filedInBefore: number
}

/** Organisations in custody of the scope, counted in one pass by stage, kind, field and child. */
export async function countOrganisationsOf(
  tx: Tx,
  { networkId, tenant, span, stretch }: Scope,
): Promise<OrganisationCount[]> {
  const [since, before] = [stretch.since.toISOString(), stretch.before.toISOString()]
  const { from, to, previousFrom, previousTo } = stretch.view
  return tx.execute<OrganisationCount>(sql`
    select o.stage, o.kind, o.field, o.child::text, grouping(o.stage, o.kind, o.field, o.child) as summed,
      count(*) filter (where o.created_at < ${before})::int as total,
      count(*) filter (where o.created_at < ${since})::int as "atStart",
      count(*) filter (where o.created_at >= ${since} and o.created_at < ${before})::int as added,
      count(*) filter (where o.created_at >= ${stretch.previousSince.toISOString()} and o.created_at < ${stretch.previousBefore.toISOString()})::int as "addedBefore",
      count(*) filter (where o.kind = 'communityFiled' and o.created_at < ${before})::int as filed,
      count(*) filter (where o.kind = 'communityFiled' and o.filed_on < ${from})::int as "filedAtStart",
      count(*) filter (where o.kind = 'communityFiled' and o.filed_on between ${from} and ${to})::int as "filedIn",
      count(*) filter (where o.kind = 'communityFiled' and o.filed_on between ${previousFrom} and ${previousTo})::int as "filedInBefore"
    from (
      select x.*, x.scope_key - x.scope_key % ${span}::bigint as child from organisation x
      where x.network_id = ${networkId} and x.merged_into_id is null and x.scope_key between ${tenant.low}::bigint and ${tenant.high}::bigint
    ) o
    group by grouping sets ((), (o.stage), (o.kind), (o.field), (o.child), (o.child, o.stage))`)
}
