import { AGREEMENT_STATES } from '@fuqiao/domain/agreement'
import { checkCreditCode, normaliseName } from '@fuqiao/domain/organisation'
import { checkKindAtTier, REFERRAL_MODES } from '@fuqiao/domain/profile'
import { DIRECTIONS, directionOf, escalationDeskKey, contains } from '@fuqiao/domain/tree'
import { isOpen, REFERRAL_STATES, STATE_FACTS } from '@fuqiao/domain/referral'
import { hash, verify } from '@node-rs/argon2'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { agreement, agreementEvent } from '../schema/agreement.ts'
import { membership, person } from '../schema/identity.ts'
import { capability, tenant } from '../schema/network.ts'
import { organisation } from '../schema/organisation.ts'
import { referral } from '../schema/referral.ts'
import { readDivisions } from '../src/division-data.ts'
import { loadReferenceData, readBundledCalendar } from '../src/reference-data.ts'
import { asSystem } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from '../test/clone.ts'
import { demoNetworkId } from './demo/demo-world.ts'
import { partnerNetworkName } from './demo/demo-partner.ts'
import { planDemoNetwork, storyEnd } from './demo-network.ts'
import { demoAccounts, demoPassword, loadDemoNetwork, referenceProfile, seededRandom, type TenantRow } from './index.ts'
import { nodeOf } from './referral-play.ts'

// a load takes seconds, on a busy machine many
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const now = new Date('2026-11-20T02:00:00Z')
const passwordHash = (plain: string) => hash(plain, { memoryCost: 8, timeCost: 1, parallelism: 1 })

let clone: Clone
let tenants: Map<string, TenantRow>
let referrals: (typeof referral.$inferSelect)[]
let organisations: (typeof organisation.$inferSelect)[]

beforeAll(async () => {
  clone = await cloneDatabase(inject('adminUrl'))
  await loadReferenceData(clone.db, { now })
  expect(await loadDemoNetwork(clone.db, { now, passwordHash })).toBe(true)
  await asSystem(clone.db, async tx => {
    const first = await tx.select().from(tenant).where(eq(tenant.networkId, demoNetworkId))
    tenants = new Map(first.map(row => [row.id, row]))
    referrals = await tx.select().from(referral)
    organisations = await tx.select().from(organisation)
  })
})
afterAll(() => clone.drop())

const rows = <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  asSystem(clone.db, async tx => [...(await tx.execute<Row>(query))])

function tenantOf(id: string | null): TenantRow {
  const row = tenants.get(id ?? '')
  if (!row) throw new Error(`no tenant ${id}`)
  return row
}

test('[B-01] the tree is the city centre, 16 districts and 343 streets and townships, each a node below its parent', () => {
  const administrative = [...tenants.values()].filter(({ kind }) => kind === 'administrative')
  const count = (tier: string) => administrative.filter(row => row.tier === tier).length
  expect([count('city'), count('district'), count('street')]).toEqual([1, 16, 343])
  for (const row of tenants.values()) {
    if (row.parentId === null) continue
    const parent = tenantOf(row.parentId)
    expect(contains({ key: parent.scopeKey, depth: parent.depth }, row.scopeKey), row.name).toBe(true)
    expect(row.depth).toBe(parent.depth + 1)
    if (row.kind === 'administrative') expect(row.divisionCode.startsWith(parent.divisionCode)).toBe(true)
  }
})

test('[B-02] every kind of incubator beside the centres is there, at a tier where the profile allows it', () => {
  const profile = referenceProfile()
  for (const { tier, kind, name } of tenants.values())
    expect(checkKindAtTier(profile, tier, kind), name).toEqual({ ok: true })
  const beside = [...tenants.values()].filter(({ kind }) => kind !== 'administrative')
  expect(beside.length).toBeGreaterThanOrEqual(8)
  expect(new Set(beside.map(({ kind }) => kind)).size).toBe(4)
  expect(new Set(beside.map(({ tier }) => tier))).toEqual(new Set(['city', 'district']))
})

test('[B-03] all four ways to build an incubator occur, and some have not said', () => {
  expect(new Set([...tenants.values()].map(({ buildingMode }) => buildingMode)).size).toBe(5)
})

test('[B-04] some centres declare nothing, some what another declares, and a function is offered by nobody', async () => {
  const declared = await asSystem(clone.db, tx =>
    tx.select().from(capability).where(eq(capability.networkId, demoNetworkId)),
  )
  const silent = [...tenants.values()].filter(
    ({ id }) => !declared.some(({ tenantId, functions }) => tenantId === id && functions.length > 0),
  )
  expect(new Set(silent.map(({ tier }) => tier))).toEqual(new Set(['district', 'street']))
  const offered = new Set(declared.flatMap(({ functions }) => functions))
  expect(
    referenceProfile()
      .functions.map(({ id }) => id)
      .filter(id => !offered.has(id)),
  ).toEqual(['internationalExchange'])
  const districtsAlike = declared.filter(
    ({ tenantId, functions }) => tenantOf(tenantId).tier === 'district' && functions.includes('venue'),
  )
  expect(districtsAlike).toHaveLength(2)
})

test('[B-08] suspended and merged tenants have their history, without a gap and with one open end each', async () => {
  const changed = [...tenants.values()].filter(({ status }) => status !== 'active')
  expect(new Set(changed.map(({ status }) => status))).toEqual(new Set(['suspended', 'merged']))
  const wrong = await rows(sql`
    select t.name from tenant t
    where (select count(*) from tenant_history h where h.tenant_id = t.id and h.to_at is null and h.status = t.status
             and h.successor_id is not distinct from t.successor_id and h.name = t.name and h.scope_key = t.scope_key) <> 1
       or exists (select 1 from tenant_history a where a.tenant_id = t.id and a.to_at is not null
             and not exists (select 1 from tenant_history b where b.tenant_id = t.id and b.from_at = a.to_at))`)
  expect(wrong).toEqual([])
})

test('at least 3,000 organisations, dense in the core and sparse at the edge, a few streets with none', () => {
  expect(organisations.length).toBeGreaterThanOrEqual(3000)
  const ofDistrict = (code: string) => organisations.filter(({ divisionCode }) => divisionCode.startsWith(code)).length
  const streetsOf = (code: string) =>
    [...tenants.values()].filter(({ tier, divisionCode }) => tier === 'street' && divisionCode.startsWith(code)).length
  const mean = (code: string) => ofDistrict(code) / streetsOf(code)
  expect(mean('110101')).toBeGreaterThan(4 * mean('110119'))
  const served = new Set(organisations.map(({ tenantId }) => tenantId))
  const empty = [...tenants.values()].filter(({ id, tier }) => tier === 'street' && !served.has(id))
  expect(empty.length).toBeGreaterThan(3)
  expect(empty.length).toBeLessThan(60)
})

test('names are clean and distinct; one is rare, one is longer than sixty characters', () => {
  const names = organisations.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(normaliseName(name)).toEqual({ ok: true, name })
  expect(names.some(name => name.includes('𬭎'))).toBe(true)
  expect(names.some(name => [...name].length > 60)).toBe(true)
})

test('registered organisations have a code that passes both checks, filed ones a filing number, others neither', () => {
  const codes = organisations.flatMap(({ creditCode }) => (creditCode ? [creditCode] : []))
  expect(new Set(codes).size).toBe(codes.length)
  for (const { kind, creditCode, filingNumber, registeredOn, filedOn } of organisations) {
    const isRegistered = kind !== 'communityFiled' && kind !== 'inPreparation'
    expect([creditCode !== null, registeredOn !== null]).toEqual([isRegistered, isRegistered])
    expect([filingNumber !== null, filedOn !== null]).toEqual([kind === 'communityFiled', kind === 'communityFiled'])
    if (creditCode) expect(checkCreditCode(creditCode)).toEqual({ code: creditCode, hint: null, outcome: 'valid' })
  }
})

test("an organisation's place, and that of all that follows its custody, is its custodian's", async () => {
  for (const { tenantId, scopeKey } of organisations) expect(scopeKey).toBe(tenantOf(tenantId).scopeKey)
  for (const table of ['dossier_section', 'organisation_person']) {
    const strays =
      await rows(sql`select d.organisation_id from ${sql.identifier(table)} d join organisation o on o.network_id = d.network_id and o.id = d.organisation_id
      where (d.tenant_id, d.scope_key) <> (o.tenant_id, o.scope_key)`)
    expect(strays).toEqual([])
  }
  const [sections] = await rows(sql`select count(*)::int as n from dossier_section`)
  expect(sections).toEqual({ n: organisations.length * 9 })
})

test('about 900 referrals: every state, direction and mode, chains of two and three, over twelve months and growing', () => {
  expect(referrals.length).toBeGreaterThan(820)
  expect(new Set(referrals.map(({ state }) => state))).toEqual(new Set(REFERRAL_STATES))
  expect(new Set(referrals.flatMap(({ direction }) => (direction ? [direction] : [])))).toEqual(
    new Set(DIRECTIONS.filter(direction => direction !== 'network')),
  )
  expect(new Set(referrals.map(({ mode }) => mode))).toEqual(new Set(REFERRAL_MODES))
  expect(referrals.filter(({ hop }) => hop === 2).length).toBeGreaterThan(20)
  expect(referrals.filter(({ hop }) => hop === 3).length).toBeGreaterThan(2)
  const age = ({ createdAt }: (typeof referrals)[number]) => (now.getTime() - createdAt.getTime()) / 86_400_000
  const [first, last] = [referrals.filter(row => age(row) > 182), referrals.filter(row => age(row) <= 182)]
  expect(Math.max(...referrals.map(age))).toBeGreaterThan(330)
  expect(Math.max(...referrals.map(age))).toBeLessThan(380)
  expect(last.length).toBeGreaterThan(first.length)
  expect(first.length).toBeGreaterThan(100)
})

test('[B-11] parties, direction and desk of a submitted referral are those of the tree', () => {
  for (const row of referrals) {
    const [from, to] = [tenantOf(row.fromTenantId), tenantOf(row.toTenantId)]
    expect(from.id).not.toBe(to.id)
    const isSubmitted = row.submittedAt !== null
    expect(row.direction).toBe(isSubmitted ? directionOf(nodeOf(from), nodeOf(to)) : null)
    expect(row.deskTenantId === null ? null : tenantOf(row.deskTenantId).scopeKey).toBe(
      isSubmitted ? escalationDeskKey(from.scopeKey, to.scopeKey)?.key : null,
    )
    expect(row.previewField === null).toBe(!isSubmitted)
  }
})

test('[X-05] every open referral has a holder and a due instant on the loaded calendar; some are reminded, some have climbed', () => {
  for (const row of referrals) {
    // An end keeps a holder, and its deadline, for as long as somebody owes an answer.
    const isHeld = row.holder !== null
    if (isOpen(row.state)) expect(isHeld).toBe(true)
    expect([row.dueAt !== null, row.calendarVersion !== null]).toEqual([isHeld, isHeld])
    const rules = row.holder === 'desk' ? ['dispatch', 'ruling'] : [STATE_FACTS[row.state].deadline, 'outcome']
    if (isHeld) expect(rules).toContain(row.dueRule)
    if (row.holder === 'desk') expect(row.holderTenantId).toBe(row.deskTenantId)
    if (row.holder === 'target') expect(row.holderTenantId).toBe(row.toTenantId)
    if (row.holder === 'sender') expect(row.holderTenantId).toBe(row.fromTenantId)
    if (row.nextClockAt) expect(row.nextClockAt > now).toBe(true)
  }
  const overdue = referrals.filter(({ dueAt }) => dueAt !== null && dueAt < now)
  expect(overdue.length).toBeGreaterThan(10)
  expect(overdue.filter(({ escalationLevel }) => escalationLevel === 2).length).toBeGreaterThan(5)
})

test('a chain visits no tenant twice but its redirecting sender, comes after its parent, and is of one organisation', () => {
  const byId = new Map(referrals.map(row => [row.id, row]))
  for (const row of referrals) {
    const parent = byId.get(row.parentId ?? '')
    expect(row.hop).toBe((parent?.hop ?? 0) + 1)
    if (!parent) continue
    expect(row.organisationId).toBe(parent.organisationId)
    expect(row.chainId).toBe(parent.chainId)
    expect(row.createdAt > parent.createdAt).toBe(true)
    const targets = referrals.filter(({ chainId }) => chainId === row.chainId).map(({ toTenantId }) => toTenantId)
    expect(new Set(targets).size).toBe(targets.length)
  }
})

test('the timeline of a referral is complete: one line a version, its last state the present one, an audit entry beside each; a rating changes no state', async () => {
  const wrong = await rows(sql`
    select r.id from referral r join lateral (
      select count(*) as n, max(e.seq) as last, (array_agg(e.to_state order by e.seq desc))[1] as state, max(e.at) as at from referral_event e where e.network_id = r.network_id and e.referral_id = r.id
    ) e on true
    where e.n <> r.version or e.last <> r.version or e.state <> r.state or e.at <> r.updated_at
       or e.n <> (select count(*) from audit_entry a where a.network_id = r.network_id and a.subject_id = r.id and a.action <> 'referral.rate')`)
  expect(wrong).toEqual([])
})

test('[X-03] a grant stands where a target accepted and nowhere else, covers what was consented to, and ended with the referral', async () => {
  const wrong = await rows(sql`
    select r.id from referral r left join dossier_grant g on g.network_id = r.network_id and g.referral_id = r.id
    where (g.id is not null) <> (r.accepted_at is not null and r.kind <> 'consult')
       or (g.id is not null and (g.tenant_id <> r.to_tenant_id or g.organisation_id <> r.organisation_id or not g.sections <@ r.sections
         or (g.ended_at is not null) <> (r.state in ('closed', 'returned', 'consentRevoked'))
         or not exists (select 1 from consent c where c.referral_id = r.id and c.state in ('signed', 'revoked') and r.sections <@ c.sections and c.recipient_tenant_id = r.to_tenant_id)))`)
  expect(wrong).toEqual([])
  const unsealed = await rows(
    sql`select r.id from referral r where (r.submitted_at is not null and r.kind <> 'consult') <> exists (select 1 from referral_snapshot s where s.referral_id = r.id)`,
  )
  expect(unsealed).toEqual([])
})

test('advice is asked, answered and closed in the demo network too, and names nobody', () => {
  const consults = referrals.filter(({ kind }) => kind === 'consult')
  const states = new Set(consults.map(({ state }) => state))
  expect(states).toEqual(new Set(['submitted', 'acknowledged', 'active', 'outcomeReported', 'closed']))
  for (const row of consults) expect(row).toMatchObject({ organisationId: null, sections: [], grantUntil: null })
})

test('[B-11] the city centre referred several organisations at once, which stand in different states since, and one that could not be', async () => {
  const [batch] = await rows<{ from: string; number: string; size: number }>(
    sql`select b.number, b.size, b.from_tenant_id as "from" from referral_batch b`,
  )
  expect(tenantOf(batch?.from ?? null).divisionCode).toBe('11')
  const items = await rows<{ state: string | null; refusal: string | null }>(sql`
    select r.state, i.refusal_code as refusal from referral_batch_item i
    left join referral r on r.network_id = i.network_id and r.id = i.referral_id and r.number = i.referral_number
    order by i.place`)
  expect(items).toHaveLength(batch?.size ?? 0)
  expect(items.filter(({ refusal }) => refusal !== null)).toEqual([
    { state: null, refusal: 'REFERRAL_TARGET_HAS_ONE_OPEN' },
  ])
  const states = items.flatMap(({ state }) => state ?? [])
  expect(new Set(states).size).toBe(items.length - 1)
  const strange = await rows(sql`
    select r.number from referral_batch_item i join referral_batch b on b.id = i.batch_id join referral r on r.id = i.referral_id
    where (r.need, r.purpose, r.need_text, r.sections, r.mode) is distinct from (b.need, b.purpose, b.need_text, b.sections, b.mode)`)
  expect(strange).toEqual([])
})

test('requests for organisations stand in every state that an asker sees, and what came of one is a referral to the asker', async () => {
  const requests = await rows<{ state: string; due: Date | string; answered: boolean }>(sql`
    select q.state, q.due_at as due, exists (
      select 1 from referral r where r.network_id = q.network_id and r.request_id = q.id and r.kind = 'pull' and r.to_tenant_id = q.tenant_id
        and r.organisation_id = (select o.id from organisation o where o.network_id = q.network_id and o.name = q.name)) as answered
    from referral_request q`)
  const count = (state: string) => requests.filter(request => request.state === state).length
  expect(count('referred')).toBe(2)
  expect(count('open')).toBeGreaterThanOrEqual(4)
  // What is over is ended by the worker, as in any other network.
  expect(requests.filter(({ state, due }) => state === 'open' && new Date(due) < now)).toHaveLength(1)
  for (const { state, answered } of requests) expect(answered).toBe(state === 'referred')
})

test('who accepted a hand-over last has custody', async () => {
  const wrong = await rows(sql`
    select o.name from organisation o join lateral (
      select r.to_tenant_id from referral r where r.organisation_id = o.id and r.mode = 'handOver' and r.accepted_at is not null and r.state <> 'returned' order by r.decided_at desc limit 1
    ) r on true where o.tenant_id <> r.to_tenant_id`)
  expect(wrong).toEqual([])
  expect(referrals.filter(({ mode, leadName }) => mode === 'handOver' && leadName).length).toBeGreaterThan(50)
})

test('[X-04] response records count what the referrals say', async () => {
  const wrong = await rows(sql`
    select t.name from tenant t left join response_record x on x.tenant_id = t.id
    join lateral (select count(*) filter (where submitted_at is not null) as received, count(*) filter (where acknowledged_at is not null) as acknowledged,
      count(*) filter (where accepted_at is not null) as accepted,
      count(*) filter (where exists (select 1 from referral_event e where e.network_id = r.network_id and e.referral_id = r.id and e.action in ('decline', 'expire'))) as declined,
      count(*) filter (where state in ('accepted', 'active', 'onHold', 'returnRequested', 'outcomeReported', 'failed', 'disputed')) as running
      from referral r where r.to_tenant_id = t.id) c on true
    where (coalesce(x.received, 0), coalesce(x.acknowledged, 0), coalesce(x.accepted, 0), coalesce(x.declined, 0), coalesce(x.active_now, 0))
      <> (c.received, c.acknowledged, c.accepted, c.declined, c.running)`)
  expect(wrong).toEqual([])
})

test('every account that is shown can sign in with the one password and holds the roles that are shown; three administrators are three people', async () => {
  const { people, seats } = await asSystem(clone.db, async tx => ({
    people: await tx.select().from(person),
    seats: await tx.select().from(membership),
  }))
  expect(await verify(people[0]?.passwordHash ?? '', demoPassword)).toBe(true)
  for (const { loginName, displayName, roles } of demoAccounts) {
    const human = people.find(row => row.loginName === loginName)
    expect(human?.displayName).toBe(displayName)
    const held = seats.filter(({ personId }) => personId === human?.id)
    expect(new Set(held.flatMap(seat => seat.roles))).toEqual(new Set(roles))
  }
  const administrators = ['systemAdmin', 'securityAdmin', 'auditAdmin'].map(
    role => seats.find(({ roles }) => roles.includes(role))?.personId,
  )
  expect(new Set(administrators).size).toBe(3)
  expect(demoAccounts.filter(({ roles }) => roles.includes('organisation')).length).toBeGreaterThanOrEqual(4)
  const isElsewhereToo = (personId: string) => seats.filter(seat => seat.personId === personId).length > 1
  expect(people.filter(({ id }) => isElsewhereToo(id)).map(({ loginName }) => loginName)).toEqual(['liangchu.jingban'])
})

test("the journeys' organisation is in the custody of Donghuamen with a full dossier and no referral", async () => {
  const chenhe = organisations.find(({ name }) => name === '北京市东城区晨禾社区养老互助中心')
  expect(tenantOf(chenhe?.tenantId ?? null).divisionCode).toBe('110101001')
  expect(referrals.filter(({ organisationId }) => organisationId === chenhe?.id)).toEqual([])
  const [held] = await rows<{
    sections: number
    people: number
  }>(sql`select (select count(*)::int from dossier_section where organisation_id = ${chenhe?.id}) as sections,
    (select count(*)::int from organisation_person where organisation_id = ${chenhe?.id}) as people`)
  expect(held).toEqual({ sections: 9, people: 3 })
  const empty = await rows(
    sql`select section from dossier_section where organisation_id = ${chenhe?.id} and (body -> 'items' = '[]' or body -> 'years' = '[]')`,
  )
  expect(empty).toEqual([])
})

const counted = [
  'network',
  'tenant',
  'tenant_history',
  'person',
  'membership',
  'organisation',
  'dossier_section',
  'attachment',
  'document_check',
  'referral',
  'referral_event',
  'referral_batch',
  'referral_batch_item',
  'referral_request',
  'notice',
  'audit_entry',
]
const countAll = (of: Clone) =>
  asSystem(of.db, async tx => {
    const counts = await Promise.all(
      counted.map(table => tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`)),
    )
    return counts.map(([row]) => row?.n)
  })

test('a document that is called verified was looked at by its custodian, an unverified one by nobody, and some looks are set aside', async () => {
  const [found] = await rows<{ papers: number; checks: number; setAside: number; strange: number }>(sql`
    select count(*)::int as papers, count(c.id)::int as checks, count(c.revoked_at)::int as "setAside",
      count(*) filter (where c.id is not null and (c.sha256 <> a.sha256 or c.checked_on::timestamptz > c.at or a.created_at > c.at
        or not exists (select 1 from membership m where m.person_id = c.person_id and m.tenant_id = c.tenant_id)))::int as strange
    from attachment a left join document_check c on c.network_id = a.network_id and c.attachment_id = a.id where a.purpose = 'document'`)
  expect(found?.papers).toBeGreaterThan(300)
  expect(found?.checks).toBeGreaterThan(200)
  expect(found?.papers).toBeGreaterThan(found?.checks ?? 0)
  expect(found?.setAside).toBeGreaterThan(0)
  expect(found?.strange).toBe(0)
  const moved =
    await rows(sql`select 1 from attachment a join organisation o on o.network_id = a.network_id and o.id = a.organisation_id
    where a.purpose = 'document' and a.tenant_id <> o.tenant_id`)
  expect(moved).toEqual([])
})

test('organisations rate, in every grade, what is closed, and give a reason for the two lowest; papers show only what was reported, and are of whom it was reported by', async () => {
  const [rated] = await rows<{ n: number; grades: number; strange: number }>(sql`
    select count(*)::int as n, count(distinct g.grade)::int as grades,
      count(*) filter (where r.state <> 'closed' or g.rated_at < r.closed_at or g.organisation_id <> r.organisation_id
        or (g.words = '' and g.grade in ('dissatisfied', 'veryDissatisfied')))::int as strange
    from referral_rating g join referral r on r.network_id = g.network_id and r.id = g.referral_id`)
  expect(rated?.n).toBeGreaterThan(50)
  expect(rated).toMatchObject({ grades: 5, strange: 0 })
  const [shown] = await rows<{ n: number; strange: number }>(sql`
    select count(*)::int as n, count(*) filter (where coalesce(r.failure_code, r.outcome_code) is null
      or a.tenant_id <> r.to_tenant_id or a.organisation_id <> r.organisation_id)::int as strange
    from attachment a join referral r on r.network_id = a.network_id and r.id = a.referral_id where a.purpose = 'outcomePaper'`)
  expect(shown?.n).toBeGreaterThan(100)
  expect(shown?.strange).toBe(0)
})

test('each enquiry of the demo network is about an organisation that its sender has in custody', async () => {
  const asked = await rows<{ isOwn: boolean; state: string }>(sql`
    select o.tenant_id = e.from_tenant_id as "isOwn", e.state from enquiry e
    join organisation o on o.network_id = e.network_id and o.id = e.organisation_id order by e.state`)
  expect(asked).toEqual(['nobody', 'open', 'toChoose'].map(state => ({ isOwn: true, state })))
})

test('[X-08] a small second network stands beside it, with people, offers and no partner yet', async () => {
  const second = await rows<{ name: string; tenants: number; offered: number }>(sql`
    select n.name, (select count(*)::int from tenant t where t.network_id = n.id) as tenants,
      (select count(*)::int from incubator_offer o where o.network_id = n.id) as offered
    from network n where n.id <> ${demoNetworkId} and not exists (select 1 from partnership)`)
  expect(second).toEqual([{ name: partnerNetworkName, tenants: 3, offered: 2 }])
})

test('a second load adds nothing', async () => {
  const before = await countAll(clone)
  expect(await loadDemoNetwork(clone.db, { now: new Date('2026-12-01T02:00:00Z'), passwordHash })).toBe(false)
  expect(await countAll(clone)).toEqual(before)
})

test('the same instant gives the same network', async () => {
  const [calendar, divisions] = await Promise.all([readBundledCalendar(), readDivisions()])
  const random = seededRandom('fuqiao')
  const { stories, organisations: planned } = planDemoNetwork(
    { random, now, profile: referenceProfile(), calendar, divisions },
    '',
  )
  const marks = (list: readonly { id: string; version: number }[]) =>
    list.map(({ id, version }) => `${id} ${version}`).toSorted()
  expect(marks(stories.map(({ played }) => played.referral))).toEqual(marks(referrals))
  expect(planned.rows.map(({ id, name }) => `${id} ${name}`).toSorted()).toEqual(
    organisations.map(({ id, name }) => `${id} ${name}`).toSorted(),
  )
})

test('past the last holiday list the story ends where that list still reaches', async () => {
  const [calendar, divisions] = await Promise.all([readBundledCalendar(), readDivisions()])
  const end = storyEnd(new Date('2027-05-05T02:00:00Z'), calendar)
  const world = { random: seededRandom('fuqiao'), now: end, profile: referenceProfile(), calendar, divisions }
  const last = planDemoNetwork(world, '')
    .stories.map(({ played }) => played.referral.updatedAt.toISOString())
    .toSorted()
    .at(-1)
  expect(last?.slice(0, 9)).toBe('2026-12-1')
})

test('[B-20] the demo network has an agreement in every state, each with a line of history for every version', async () => {
  const { rows, lines } = await asSystem(clone.db, async tx => ({
    rows: await tx.select().from(agreement),
    lines: await tx.select().from(agreementEvent),
  }))
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(AGREEMENT_STATES))
  expect(rows.filter(({ standing, state }) => standing !== null && state === 'inForce')).toHaveLength(2)
  for (const row of rows) {
    const own = lines.filter(({ agreementId }) => agreementId === row.id)
    expect(own.map(({ seq }) => seq).sort()).toEqual(Array.from({ length: row.version }, (_, at) => at + 1))
    expect(own.find(({ seq }) => seq === row.version)?.toState).toBe(row.state)
    expect(row.updatedAt <= now).toBe(true)
  }
})
