import type { Sql, TransactionSql } from 'postgres'
import { nameWords, streetHalves, type Word } from './words.ts'

/** How many rows a network of the data set has. */
export const shape = { districts: 16, streets: 343, organisations: 10_000, referrals: 10_000 }

/** The instant that the data set calls now. */
export const benchNow = new Date('2026-11-20T02:00:00Z')

/** Tables that are loaded in bulk. */
export const loadedTables = [
  'organisation',
  'dossier_section',
  'referral',
  'referral_snapshot',
  'consent',
  'dossier_grant',
  'tenant',
  'membership',
  'session',
  'person',
  'incubation_case',
  'case_task',
  'fact',
]

/** A session that is signed in for the whole bench, at the n-th tenant of a network: 0 the city, 1–16 districts, then streets. */
export function sessionIdOf(network: number, tenantNumber: number): string {
  return `00000000-0000-7000-8000-${(network * 1000 + tenantNumber).toString(16).padStart(12, '0')}`
}

/** How far a tenant sees. */
export type Tier = 'city' | 'district' | 'street'

/** A tenant of each tier in the first network, and a session at work there. */
export const tiers: { tier: Tier; sessionId: string }[] = (
  [
    ['city', 0],
    ['district', 3],
    ['street', 30],
  ] as const
).map(([tier, tenantNumber]) => ({ tier, sessionId: sessionIdOf(1, tenantNumber) }))

/**
 * Loads one network, whole, in one transaction: its tenants, the people signed in to three of them, organisations with a profile each third, and
 * referrals with the grants of those that were accepted. The same number gives the same rows.
 */
export async function loadNetwork(sql: Sql, network: number): Promise<void> {
  await sql.begin(async tx => {
    // Without the triggers that check each reference; checkReferences asks for all at once.
    await tx`set local session_replication_role = replica`
    await tx`select setseed(${network / 1000})`
    await makeIds(tx)
    await loadTenants(tx, network)
    await loadPeople(tx, network)
    await loadOrganisations(tx, network)
    await loadReferrals(tx, network)
  })
}

/** Loads the places of one network and the people at work there, without organisations: for what is reckoned of many tenants. */
export async function loadPlaces(sql: Sql, network: number): Promise<void> {
  await sql.begin(async tx => {
    await tx`set local session_replication_role = replica`
    await makeIds(tx)
    await loadTenants(tx, network)
    await loadPeople(tx, network)
  })
}

/** UUIDv7 of an instant, its random part by number: rows can name each other without being looked up. */
async function makeIds(tx: TransactionSql): Promise<void> {
  await tx`create or replace function pg_temp.id_of(kind text, network int, number int, at timestamptz) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
    from md5(kind || network || ':' || number) h $$`
}

async function loadTenants(tx: TransactionSql, network: number): Promise<void> {
  const districts = nameWords.districts
  const code = `${10 + (network % 80)}`
  await tx`insert into network (id, name, profile_id, division_code, created_at) values (${network}, ${`第${network}市`}, 'beijing-2017', ${code}, ${benchNow}::timestamptz - interval '4 years')`
  await tx`create temp table place on commit drop as
    select n as number, pg_temp.id_of('tenant', ${network}, n, ${benchNow}::timestamptz - interval '4 years') as id,
      case when n = 0 then null when n <= ${shape.districts} then 0 else 1 + (n - ${shape.districts} - 1) % ${shape.districts} end as parent,
      case when n = 0 then 0 when n <= ${shape.districts} then 1 else 2 end as depth,
      (${network}::bigint << 48)
        + case when n = 0 then 0 when n <= ${shape.districts} then n::bigint << 36
          else ((1 + (n - ${shape.districts} - 1) % ${shape.districts})::bigint << 36) + ((1 + (n - ${shape.districts} - 1) / ${shape.districts})::bigint << 24) end as scope_key,
      case when n = 0 then '市' when n <= ${shape.districts} then (${districts.map(d => d.word)}::text[])[n] || '区'
        else (${streetHalves.first}::text[])[1 + (n - 17) / 19] || (${streetHalves.second}::text[])[1 + (n - 17) % 19] || '街道' end as name,
      case when n = 0 then '' when n <= ${shape.districts} then (${districts.map(d => d.initials)}::text[])[n] || 'q' else 'jd' end as initials,
      ${code} || case when n = 0 then '' when n <= ${shape.districts} then '01' || lpad(n::text, 2, '0')
        else '01' || lpad((1 + (n - ${shape.districts} - 1) % ${shape.districts})::text, 2, '0') || lpad(n::text, 3, '0') end as division_code
    from generate_series(0, ${shape.districts + shape.streets}) n`
  await tx`insert into division (code, name, parent_code, level, kind, as_of)
    select p.division_code, p.name, q.division_code, p.depth, p.name, '2023-06-30' from place p left join place q on q.number = p.parent on conflict do nothing`
  await tx`insert into tenant (network_id, id, parent_id, scope_key, scope_high, depth, next_slot, tier, kind, building_mode, name, short_name, initials, division_code, opened_on, updated_at)
    select ${network}, p.id, q.id, p.scope_key, p.scope_key + (1::bigint << (48 - 12 * p.depth)) - 1, p.depth, 1000, (array['city', 'district', 'street'])[1 + p.depth], 'administrative', 'governmentBuilt',
      p.name || '社会组织培育孵化中心', p.name, p.initials || 'shzzpyfhzx', p.division_code, '2022-11-20', ${benchNow}::timestamptz - interval '4 years'
    from place p left join place q on q.number = p.parent`
  await tx`create unique index on place (number)`
  await tx`analyze place`
}

/** One director signed in at every tenant. The hash fits no password. */
async function loadPeople(tx: TransactionSql, network: number): Promise<void> {
  const until = new Date('2099-01-01T00:00:00Z')
  const numbered = tx`select p.*, ('00000000-0000-7000-8000-' || lpad(to_hex(${network} * 1000 + p.number), 12, '0'))::uuid as key from place p`
  await tx`insert into person (id, login_name, display_name, password_hash, created_at)
    select key, 'bench-' || ${network}::int || '-' || number, '主任' || number, '-', ${benchNow} from (${numbered}) p`
  await tx`insert into membership (id, network_id, person_id, tenant_id, display_name, roles, from_at)
    select key, ${network}, key, id, '主任' || number, array['director', 'caseWorker', 'referralDesk'], ${benchNow}::timestamptz - interval '1 year' from (${numbered}) p`
  await tx`insert into session (id, person_id, membership_id, created_at, idle_until, expires_at)
    select key, key, key, ${benchNow}, ${until}, ${until} from (${numbered}) p`
}

/** Columns of a word list as arrays, picked by the same number. */
function pick(tx: TransactionSql, words: Word[], column: 'word' | 'initials' | 'sortKey', number: string) {
  return tx`(${words.map(w => w[column])}::text[])[1 + ${tx.unsafe(number)} % ${words.length}]`
}

async function loadOrganisations(tx: TransactionSql, network: number): Promise<void> {
  const { districts, brandFirst, brandSecond, themes, forms } = nameWords
  const named = (column: 'word' | 'initials' | 'sortKey', gap: string) =>
    tx`${pick(tx, districts, column, 'd')} || ${gap} || ${pick(tx, brandFirst, column, 'b1')} || ${gap} || ${pick(tx, brandSecond, column, 'b2')} || ${gap} || ${pick(tx, themes, column, 't')} || ${gap} || ${pick(tx, forms, column, 'f')}`
  await tx`create temp table drawn on commit drop as
    select i, case when r < 0.05 then 0 when r < 0.2 then 1 + i % ${shape.districts} else 1 + ${shape.districts} + i % ${shape.streets} end as custodian,
      ${benchNow}::timestamptz - random() * interval '700 days' as updated_at, (random() * 1e6)::int as b1, (random() * 1e6)::int as b2, (random() * 1e6)::int as t, (random() * 1e6)::int as f, (random() * 1e6)::int as k
    from generate_series(1, ${shape.organisations}) i, lateral (select random() + 0 * i as r) x`
  await tx`create temp table made on commit drop as
    select x.*, p.id as tenant_id, p.scope_key, p.division_code, coalesce(p.parent, 0) as parent, case p.depth when 2 then p.parent when 1 then p.number else x.k % 16 + 1 end - 1 as d,
      pg_temp.id_of('organisation', ${network}, i, x.updated_at - interval '100 days') as id
    from drawn x join place p on p.number = x.custodian`
  await tx`insert into organisation (network_id, id, tenant_id, scope_key, first_contact_tenant_id, reporting_tenant_id, name, initials, sort_key, credit_code, kind, stage, field, division_code,
      address, summary, registered_on, registration_authority, filing_number, filed_on, version, created_at, updated_at)
    select ${network}, m.id, m.tenant_id, m.scope_key, case when i % 4 = 0 then c.id else m.tenant_id end, case when i % 2 = 0 then u.id else m.tenant_id end, ${named('word', '')}, ${named('initials', '')}, ${named('sortKey', ' ')},
      case when k % 10 < 6 then '5' || 1 + k % 3 || rpad(m.division_code, 6, '0') || 'MJ' || lpad((k % 1000)::text, 3, '0') || lpad(i::text, 5, '0') end,
      case when k % 10 < 6 then (array['association', 'serviceOrganisation', 'foundation'])[1 + k % 3] when k % 10 < 9 then 'communityFiled' else 'inPreparation' end,
      (array['preparing', 'startUp', 'growing', 'mature'])[1 + b1 % 4], (array['elderCare', 'childrenYouth', 'disability', 'relief', 'health', 'education', 'cultureSports', 'environment', 'communityGovernance', 'volunteering'])[1 + t % 10],
      m.division_code, '幸福路' || 1 + k % 300 || '号', '为居民提供服务，常年开展活动，有专职人员与志愿者参与。',
      case when k % 10 < 6 then (updated_at - interval '2 years')::date end, case when k % 10 < 6 then '民政局' else '' end,
      case when k % 10 between 6 and 8 then '备' || lpad(i::text, 6, '0') end, case when k % 10 between 6 and 8 then (updated_at - interval '1 year')::date end, 1 + k % 5, updated_at - interval '100 days', updated_at
    from made m join place u on u.number = m.parent join place c on c.number = 0 order by i`
  await tx`insert into dossier_section (network_id, organisation_id, section, tenant_id, scope_key, body, updated_at, updated_by_name)
    select ${network}, id, 'profile', tenant_id, scope_key, jsonb_build_object('purpose', '服务居民', 'activityArea', division_code, 'established', (updated_at - interval '2 years')::date), updated_at, '主任'
    from made where i % 3 = 0`
  await tx`create unique index on made (i)`
  await tx`analyze made`
}

async function loadReferrals(tx: TransactionSql, network: number): Promise<void> {
  // The sender is the custodian: a street refers up, to the city or aside; a district up or down; the city down.
  await tx`create temp table referred on commit drop as
    select o.i, o.id as organisation_id, o.custodian as from_number, o.k, o.t, o.b1, o.division_code, o.field_number,
      case when o.custodian = 0 then 1 + o.k % 16 when o.custodian <= 16 then case when o.k % 2 = 0 then 0 else 17 + o.k % 343 end
        else case when o.k % 100 < 45 then o.parent when o.k % 100 < 70 then 0 else 17 + (o.custodian - 17 + 16 * (1 + o.k % 20)) % 336 end end as to_number,
      case when s < 0.40 then 'closed' when s < 0.60 then 'active' when s < 0.68 then 'accepted' when s < 0.73 then 'submitted' when s < 0.77 then 'acknowledged' when s < 0.85 then 'declined'
        when s < 0.88 then 'outcomeReported' when s < 0.91 then 'withdrawn' when s < 0.95 then 'draft' when s < 0.98 then 'awaitingConsent' else 'awaitingApproval' end as state,
      ${benchNow}::timestamptz - random() * interval '600 days' as updated_at
    from (select made.*, t % 10 as field_number, random() as s from made) o`
  await tx`insert into referral (network_id, id, number, letter_code, direction, mode, chain_id, organisation_id, from_tenant_id, to_tenant_id, desk_tenant_id, state, holder, holder_tenant_id, version, need, need_text, purpose,
      sections, personal, grant_until, preview_kind, preview_field, preview_stage, preview_division_code, consent_until, consent_signed_at, created_by_person_id, created_by_name, created_at, updated_at, submitted_at, acknowledged_at,
      acknowledged_by_name, decided_at, lead_name, outcome_code, closed_at, due_rule, due_at, clock_started_at, next_clock_at)
    select ${network}, x.id, '2026-' || lpad(x.i::text, 6, '0'), 'L' || ${network}::int || '-' || x.i, case when f.depth > t.depth then 'up' when f.depth < t.depth then 'down' else 'lateral' end,
      case when x.state in ('submitted', 'acknowledged', 'declined', 'withdrawn') and x.k % 3 = 0 then 'handOver' else 'coService' end, x.id, x.organisation_id, f.id, t.id, c.id, x.state,
      case when x.state in ('submitted', 'acknowledged', 'accepted', 'active') then 'target' when x.state in ('draft', 'awaitingApproval', 'outcomeReported') then 'sender' when x.state = 'awaitingConsent' then 'organisation' end,
      case when x.state in ('submitted', 'acknowledged', 'accepted', 'active') then t.id when x.state in ('draft', 'awaitingApproval', 'outcomeReported') then f.id end,
      1 + x.k % 6, 'oneStopService', '希望得到场地与专业人员的支持，并对接项目资源。', '培育孵化', array['profile', 'staff'], false, '2027-06-30', 'association',
      (array['elderCare', 'childrenYouth', 'disability', 'relief', 'health', 'education', 'cultureSports', 'environment', 'communityGovernance', 'volunteering'])[1 + x.field_number],
      (array['preparing', 'startUp', 'growing', 'mature'])[1 + x.b1 % 4], x.division_code, case when x.sent then '2027-06-30'::date end, case when x.sent then x.updated_at - interval '20 days' end,
      ('00000000-0000-7000-8000-' || lpad(to_hex(${network} * 1000 + x.from_number), 12, '0'))::uuid, '主任' || x.from_number, x.updated_at - interval '30 days', x.updated_at,
      case when x.sent then x.updated_at - interval '15 days' end, case when x.read then x.updated_at - interval '14 days' end, case when x.read then '主任' || x.to_number end,
      case when x.decided then x.updated_at - interval '12 days' end, case when x.decided then '主任' || x.to_number end, case when x.state in ('closed', 'outcomeReported') then 'served' end,
      case when x.state = 'closed' then x.updated_at end, case when x.running then 'acknowledge' end, case when x.running then ${benchNow}::timestamptz + (x.k % 20 - 4) * interval '1 day' end,
      case when x.running then x.updated_at end, case when x.running then ${benchNow}::timestamptz + (1 + x.k % 20) * interval '1 day' end
    from (select r.*, pg_temp.id_of('referral', ${network}, i, updated_at - interval '30 days') as id, state not in ('draft', 'awaitingConsent', 'awaitingApproval') as sent,
        state not in ('draft', 'awaitingConsent', 'awaitingApproval', 'submitted', 'withdrawn') as read, state in ('accepted', 'active', 'outcomeReported', 'closed') as decided,
        state not in ('closed', 'declined', 'withdrawn') as running from referred r) x
    join place f on f.number = x.from_number join place t on t.number = x.to_number join place c on c.number = 0 order by x.i`
  await tx`insert into referral_snapshot (network_id, referral_id, from_tenant_id, organisation_id, organisation_name, card, sections, people, digest, sealed_at)
    select r.network_id, r.id, r.from_tenant_id, r.organisation_id, o.name, jsonb_build_object('name', o.name, 'kind', o.kind, 'field', o.field, 'stage', o.stage), '{}', '[]',
      md5(r.id::text) || md5(o.name), r.submitted_at
    from referral r join organisation o on o.network_id = r.network_id and o.id = r.organisation_id where r.network_id = ${network} and r.submitted_at is not null order by r.id`
  await tx`insert into consent (network_id, id, referral_id, organisation_id, from_tenant_id, recipient_tenant_id, sections, personal, purpose, until, text_version, shown_digest, state, method, signatory, asked_at, answered_at)
    select network_id, pg_temp.id_of('consent', ${network}, (row_number() over (order by id))::int, created_at), id, organisation_id, from_tenant_id, to_tenant_id, sections, personal, purpose, grant_until, '2026-1', md5(id::text),
      'signed', 'account', '负责人', created_at, consent_signed_at
    from referral where network_id = ${network} and state in ('submitted', 'acknowledged')`
  await tx`insert into dossier_grant (network_id, id, tenant_id, organisation_id, granted_by_tenant_id, referral_id, sections, personal, from_at, until_at, ended_at, end_reason)
    select network_id, pg_temp.id_of('grant', ${network}, (row_number() over (order by id))::int, decided_at), to_tenant_id, organisation_id, from_tenant_id, id, sections, personal, decided_at, grant_until::timestamptz,
      closed_at, case when closed_at is not null then 'closed' end
    from referral where network_id = ${network} and state in ('accepted', 'active', 'outcomeReported', 'closed')`
}
