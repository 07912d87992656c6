import type { Tx } from '@fuqiao/db'
import { sql, type SQL } from 'drizzle-orm'

/** Records of one key: how many, when the last was made, how many breach the rule. */
export type EvidenceRow = { key: string; records: number; last: string | null; breaches: number }
/** Whose records are counted: those of a network in sight, of a tenant and all below it; and when. */
export type EvidenceScope = {
  networkId: number
  low: bigint
  high: bigint
  now: Date
  entryTerm: { least: number; most: number }
}

const day = (at: SQL) => sql`to_char(max(${at}) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`
const none = sql`0::int`

/** Incubators at work: by tier, kind, building mode, and by what they declare. */
export function readIncubators(tx: Tx, { networkId }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    with t as (select * from tenant where network_id = ${networkId} and status = 'active' and kind <> 'partnerNetwork')
    select 'tier:' || tier as key, count(*)::int as records, max(opened_on)::text as last, ${none} as breaches from t group by tier
    union all select 'kind:' || tier || ':' || kind, count(*)::int, max(opened_on)::text, 0 from t group by tier, kind
    union all select 'buildingMode:' || building_mode, count(*)::int, max(opened_on)::text, 0 from t where building_mode is not null group by building_mode
    union all select 'function:' || f, count(*)::int, ${day(sql`c.declared_at`)}, 0
      from t join capability c on c.network_id = t.network_id and c.tenant_id = t.id, unnest(c.functions) f group by f`)
}

/** Organisations in sight, by kind, stage and field. */
export function readOrganisations(tx: Tx, { networkId }: EvidenceScope): Promise<EvidenceRow[]> {
  const by = (key: string, column: SQL) =>
    sql`select ${key} || ${column} as key, count(*)::int as records, ${day(sql`o.created_at`)} as last, 0 as breaches from o group by ${column}`
  return tx.execute<EvidenceRow>(sql`
    with o as materialized (select kind, stage, field, created_at from organisation where network_id = ${networkId} and merged_into_id is null)
    ${by('organisationKind:', sql`o.kind`)} union all ${by('stage:', sql`o.stage`)} union all ${by('field:', sql`o.field`)}`)
}

/** Referrals in sight: all, by mode, and by the term that runs; a breach is a term that is past. */
export function readReferrals(tx: Tx, { networkId, now }: EvidenceScope): Promise<EvidenceRow[]> {
  const by = (key: SQL, group: SQL) =>
    sql`select ${key} as key, count(*)::int as records, ${day(sql`r.submitted_at`)} as last, count(*) filter (where r.is_late)::int as breaches from r ${group}`
  return tx.execute<EvidenceRow>(sql`
    with r as materialized (
      select mode, due_rule, submitted_at, due_at is not null and due_at < ${now.toISOString()}::timestamptz as is_late
      from referral where network_id = ${networkId} and submitted_at is not null)
    ${by(sql`'referral'`, sql``)}
    union all ${by(sql`'referral:mode:' || r.mode`, sql`group by r.mode`)}
    union all ${by(sql`'referral:rule:' || r.due_rule`, sql`where r.due_rule is not null group by r.due_rule`)}`)
}

/** Batches, in sight of whoever made them. */
export function readBatches(tx: Tx, { networkId }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'batch' as key, count(*)::int as records, ${day(sql`created_at`)} as last, 0 as breaches from referral_batch where network_id = ${networkId}`)
}

/** Enquiries of the acting tenant. */
export function readEnquiries(tx: Tx, { networkId, now }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'enquiry' as key, count(*)::int as records, ${day(sql`asked_at`)} as last,
      count(*) filter (where state in ('open', 'toChoose') and due_at < ${now.toISOString()}::timestamptz)::int as breaches
    from enquiry where network_id = ${networkId}`)
}

/** Requests for organisations of the acting tenant. */
export function readRequests(tx: Tx, { networkId, now }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'request' as key, count(*)::int as records, ${day(sql`asked_at`)} as last,
      count(*) filter (where state = 'open' and due_at < ${now.toISOString()}::timestamptz)::int as breaches
    from referral_request where network_id = ${networkId}`)
}

/** Cooperation agreements in sight. */
export function readCooperation(tx: Tx, { networkId }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'cooperation' as key, count(*)::int as records, ${day(sql`coalesce(in_force_at, created_at)`)} as last, 0 as breaches from agreement where network_id = ${networkId}`)
}

/** Assignments in sight; a breach is one that is late. */
export function readAssignments(tx: Tx, { networkId, now }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'assignment' as key, count(*)::int as records, ${day(sql`issued_at`)} as last,
      count(*) filter (where state in ('issued', 'acknowledged', 'sentBack') and due_at < ${now.toISOString()}::timestamptz)::int as breaches
    from assignment where network_id = ${networkId}`)
}

/** Reports in sight, by kind; a breach is one that is late. */
export function readReports(tx: Tx, { networkId, now }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'report:' || kind as key, count(*)::int as records, ${day(sql`coalesce(submitted_at, created_at)`)} as last,
      count(*) filter (where state in ('draft', 'returned') and due_at < ${now.toISOString()}::timestamptz)::int as breaches
    from report where network_id = ${networkId} group by kind`)
}

/** Calls of the tenants in the range. */
export function readCalls(tx: Tx, { networkId, low, high }: EvidenceScope): Promise<EvidenceRow[]> {
  return tx.execute<EvidenceRow>(sql`
    select 'call' as key, count(*)::int as records, max(opens_on)::text as last, 0 as breaches from incubation_call
    where network_id = ${networkId} and scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint`)
}

/** Cases of the range: all, by how far they came, by each condition, and against the terms. */
export function readCases(tx: Tx, scope: EvidenceScope): Promise<EvidenceRow[]> {
  const { networkId, low, high, now, entryTerm } = scope
  const range = sql`network_id = ${networkId} and scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint`
  const today = sql`(${now.toISOString()}::timestamptz at time zone 'Asia/Shanghai')::date`
  return tx.execute<EvidenceRow>(sql`
    with c as materialized (select * from incubation_case where ${range} and submitted_at is not null)
    select 'case' as key, count(*)::int as records, ${day(sql`c.updated_at`)} as last, 0 as breaches from c
    union all select 'case:admitted', count(*)::int, max(c.admitted_on)::text, 0 from c where c.admitted_on is not null
    union all select 'case:resident', count(*)::int, max(c.admitted_on)::text, 0 from c where c.state = 'resident'
    union all select 'term', count(*)::int, max(c.admitted_on)::text, count(*) filter (where c.state = 'resident' and c.ends_on < ${today})::int
      from c where c.admitted_on is not null
    union all select 'entryTerm', count(*)::int, max(c.admitted_on)::text, count(*) filter (where
        c.admitted_on < (c.submitted_at at time zone 'Asia/Shanghai')::date + make_interval(months => ${entryTerm.least}::int)
        or c.admitted_on > (c.submitted_at at time zone 'Asia/Shanghai')::date + make_interval(months => ${entryTerm.most}::int))::int
      from c where c.admitted_on is not null
    union all select 'condition:' || v.id, count(*)::int, ${day(sql`c.updated_at`)}, count(*) filter (where v.verdict = 'unmet' and c.admitted_on is not null)::int
      from c, jsonb_to_recordset(c.verdicts) v(id text, verdict text) group by v.id`)
}

/** What was and is to be done to cases of the range: by kind, step, holder, and link of the chain; a breach is late, done or not. Warnings by what was broken. */
export function readTasks(tx: Tx, { networkId, low, high, now }: EvidenceScope): Promise<EvidenceRow[]> {
  const by = (key: SQL, condition: SQL, group: SQL) =>
    sql`select ${key} as key, count(*) filter (where k.state = 'done')::int as records, ${day(sql`k.done_at`)} as last,
      count(*) filter (where k.is_late)::int as breaches from k where ${condition} ${group}`
  const warnings = sql`count(*)::int, ${day(sql`k.started_at`)}, count(*) filter (where k.state = 'open' and k.is_late)::int from k where k.kind = 'rectification'`
  return tx.execute<EvidenceRow>(sql`
    with k as materialized (
      select kind, step_id, holder, subject, state, started_at, done_at,
        due_at is not null and state in ('open', 'done') and due_at < coalesce(done_at, ${now.toISOString()}::timestamptz) as is_late
      from case_task where network_id = ${networkId} and scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint)
    ${by(sql`'task:kind:' || k.kind`, sql`true`, sql`group by k.kind`)}
    union all ${by(sql`'task:step:' || k.step_id`, sql`k.step_id is not null and k.kind not in ('rectification', 'completion')`, sql`group by k.step_id`)}
    union all ${by(sql`'task:holder:' || k.holder`, sql`true`, sql`group by k.holder`)}
    union all ${by(sql`'task:link:' || k.holder`, sql`k.kind = 'approval'`, sql`group by k.holder`)}
    union all select 'warning', ${warnings}
    union all select 'warning:' || k.step_id, ${warnings} and k.step_id is not null group by k.step_id`)
}

/** Notices, agreements of residency and services of the range. */
export function readCaseRecords(tx: Tx, { networkId, low, high }: EvidenceScope): Promise<EvidenceRow[]> {
  const range = sql`network_id = ${networkId} and scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint`
  return tx.execute<EvidenceRow>(sql`
    select 'notice' as key, count(*)::int as records, ${day(sql`published_at`)} as last, 0 as breaches from case_notice where ${range}
    union all select 'residencyAgreement', count(*)::int, ${day(sql`issued_at`)},
      (select count(*)::int from incubation_case c left join residency_agreement a on a.network_id = c.network_id and a.case_id = c.id
        where c.network_id = ${networkId} and c.scope_key between ${low.toString()}::bigint and ${high.toString()}::bigint
          and c.admitted_on is not null and (a.tenant_signature is null or a.organisation_signature is null))
      from residency_agreement where ${range}
    union all select 'service:' || service_id, count(*)::int, max(on_day)::text, 0 from case_service where ${range} group by service_id`)
}
