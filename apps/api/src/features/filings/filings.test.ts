import { asSystem, schema } from '@fuqiao/db'
import { newNetwork, newOrganisation, newTenant } from '@fuqiao/db/factories'
import { and, asc, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../../../../../packages/domain/test/credit-code-vectors.json', import.meta.url), 'utf8'),
) as { valid: string[]; invalid: string[] }

let world: TestWorld
let city: SmallCity
let director: TestPerson
let officer: TestPerson
let superior: TestPerson
let stranger: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  director = await city.at(city.street, 'director')
  officer = await city.at(city.street, 'caseWorker')
  superior = await city.at(city.district, 'director')
  stranger = await city.at(city.neighbour, 'director')
})
afterAll(() => world.close())

const key = () => randomUUID()
const group = (more: Record<string, unknown> = {}) => ({
  ...{ responsibleName: '孙长青', members: 12, field: 'cultureSports' as const, activities: '每周合唱排练' },
  ...{ venue: '社区活动室', divisionCode: '110101001', ...more },
})
let counter = 0
const prepared = (tenant = city.street) =>
  asSystem(world.db, tx =>
    newOrganisation(tx, {
      ...{ networkId: city.networkId, tenantId: tenant.id, kind: 'inPreparation', stage: 'preparing' },
      ...{ creditCode: null, name: `第${(counter += 1)}号邻里合唱队`, divisionCode: '110101001' },
    }),
  )
const apply = (organisationId: string, more: Record<string, unknown> = {}) =>
  officer.api.filings.submit({ key: key(), organisationId, ...group(more) })
const filed = async () => {
  const organisation = await prepared()
  const { id, version } = await apply(organisation.id)
  const answer = await director.api.filings.decide({ key: key(), id, version, outcome: 'file' })
  return { organisation, ...answer }
}
const stored = (id: string) =>
  asSystem(world.db, async tx => (await tx.select().from(schema.filing).where(eq(schema.filing.id, id)))[0]!)
const card = (id: string) =>
  asSystem(
    world.db,
    async tx => (await tx.select().from(schema.organisation).where(eq(schema.organisation.id, id)))[0]!,
  )
const deedsOf = (subjectId: string) =>
  asSystem(world.db, async tx => {
    const { filingEvent, auditEntry, outbox } = schema
    const lines = await tx
      .select()
      .from(filingEvent)
      .where(eq(filingEvent.filingId, subjectId))
      .orderBy(asc(filingEvent.seq))
    const audits = await tx
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, subjectId))
      .orderBy(asc(auditEntry.id))
    const events = await tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.subjectId, subjectId), eq(outbox.topic, 'filing')))
      .orderBy(asc(outbox.id))
    return {
      lines: lines.map(({ action }) => action),
      audits: audits.map(({ action }) => action),
      events: events.map(({ payload }) => (payload as { action: string }).action),
    }
  })

describe('filing a community organisation', () => {
  test('[B-14] goes from the application to the register: a number of the street and year, an end, one line, entry and event each', async () => {
    const organisation = await prepared()
    const request = { key: key(), organisationId: organisation.id, ...group() }
    const applied = await officer.api.filings.submit(request)
    expect(applied).toMatchObject({ state: 'applied', number: null })
    expect(await officer.api.filings.submit(request)).toEqual(applied)
    const { filings } = await officer.api.filings.ofOrganisation({ organisationId: organisation.id })
    // Ten working days after Monday the 2nd of March.
    expect(filings).toMatchObject([{ decideBy: '2026-03-16T10:00:00.000Z', actions: ['grow'] }])
    const done = await director.api.filings.decide({ key: key(), id: applied.id, version: 1, outcome: 'file' })
    expect(done).toMatchObject({ state: 'filed', version: 2, validUntil: '2029-03-02' })
    expect(done.number).toMatch(/^110101001-2026-\d{4}$/)
    expect(await card(organisation.id)).toMatchObject({ kind: 'communityFiled', filingNumber: done.number, version: 2 })
    const deeds = ['apply', 'file']
    const named = deeds.map(action => `filing.${action}`)
    expect(await deedsOf(applied.id)).toEqual({ lines: deeds, audits: named, events: deeds })
  })

  test('[B-14] is refused with a reason, changes nothing of the organisation, and may be applied for again', async () => {
    const organisation = await prepared()
    const { id } = await apply(organisation.id)
    const unsaid = await refusalOf(director.api.filings.decide({ key: key(), id, version: 1, outcome: 'refuse' }))
    expect(unsaid.body.fields).toEqual({ reason: 'INPUT_FILING_REASON_NEEDED' })
    await director.api.filings.decide({ key: key(), id, version: 1, outcome: 'refuse', reason: '活动场地未落实' })
    expect(await stored(id)).toMatchObject({ state: 'refused', reason: '活动场地未落实', number: null })
    expect(await card(organisation.id)).toMatchObject({ kind: 'inPreparation', version: 1 })
    expect((await apply(organisation.id)).state).toBe('applied')
  })

  test('[B-14] asks what the profile asks: members, the tier that files, a group that is not registered and not filed', async () => {
    const organisation = await prepared()
    expect((await refusalOf(apply(organisation.id, { members: 4 }))).body).toEqual({
      ...{ appCode: 'FILING_TOO_FEW_MEMBERS', params: { least: 5 } },
      fields: { members: 'INPUT_FILING_TOO_FEW_MEMBERS' },
    })
    expect((await refusalOf(apply(organisation.id, { divisionCode: '999999' }))).body.fields).toEqual({
      divisionCode: 'INPUT_DIVISION_UNKNOWN',
    })
    const atDistrict = await prepared(city.district)
    const above = superior.api.filings.submit({ key: key(), organisationId: atDistrict.id, ...group() })
    expect((await refusalOf(above)).body).toEqual({ appCode: 'FILING_NOT_AT_TIER', params: { tiers: 'street' } })
    const { organisation: once } = await filed()
    expect((await refusalOf(apply(once.id))).body).toMatchObject({ appCode: 'FILING_OPEN', params: { state: 'filed' } })
    const registered = await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id, kind: 'association' }),
    )
    expect((await refusalOf(apply(registered.id))).body.appCode).toBe('FILING_NOT_FOR_REGISTERED')
  })

  test('[B-14] is applied for by the organisation itself, whose account is told what became of it', async () => {
    const organisation = await prepared()
    const account = await world.account({ networkId: city.networkId, organisationId: organisation.id, name: '队长' })
    const { id } = await account.api.filings.submitOwn({ key: key(), ...group() })
    expect((await refusalOf(apply(organisation.id))).body.appCode).toBe('FILING_OPEN')
    await director.api.filings.decide({ key: key(), id, version: 1, outcome: 'file' })
    await dispatchOutbox(world.deps, testMonday)
    const told = await account.api.notifications.list({})
    expect(told.rows.map(({ kind }) => kind)).toEqual(['filingFiled'])
    const atDesk = await director.api.notifications.list({})
    expect(atDesk.rows.map(({ kind }) => kind)).toContain('filingApplied')
    const own = await account.api.filings.own({})
    expect(own).toMatchObject({
      filings: [{ state: 'filed', responsibleName: '孙长青' }],
      can: { apply: false, grow: false },
    })
  })

  test('[B-14] is renewed from its end on, with what is said of the group anew, and ended with a reason', async () => {
    const { id, version, organisation, number } = await filed()
    const renewed = await officer.api.filings.renew({
      key: key(),
      id,
      version,
      ...group({ members: 30, venue: '文化站' }),
    })
    expect(renewed).toMatchObject({ state: 'filed', number, validUntil: '2032-03-02' })
    expect(await stored(id)).toMatchObject({ members: 30, venue: '文化站' })
    const stale = await refusalOf(director.api.filings.end({ key: key(), id, version, reason: '解散' }))
    expect(stale.body).toEqual({ appCode: 'VERSION_CONFLICT', params: { version: 3, state: 'filed', of: 'filing' } })
    await director.api.filings.end({ key: key(), id, version: 3, reason: '自行解散' })
    expect(await card(organisation.id)).toMatchObject({ kind: 'inPreparation', filingNumber: null })
    const again = await refusalOf(director.api.filings.end({ key: key(), id, version: 4, reason: '自行解散' }))
    expect(again.body).toEqual({ appCode: 'FILING_WRONG_STATE', params: { state: 'ended' } })
  })

  test('[B-14] is the street’s own: superiors read it masked and decide nothing (403), others do not know of it (404), the row stays', async () => {
    const organisation = await prepared()
    const { id } = await apply(organisation.id)
    const before = await stored(id)
    const decision = { key: key(), id, version: 1, outcome: 'file' as const }
    expect((await refusalOf(superior.api.filings.decide(decision))).code).toBe('FORBIDDEN')
    expect((await refusalOf(officer.api.filings.decide(decision))).code).toBe('FORBIDDEN')
    const hidden = await refusalOf(stranger.api.filings.decide(decision))
    expect(hidden.code).toBe('NOT_FOUND')
    expect(await refusalOf(stranger.api.filings.decide({ ...decision, id: randomUUID() }))).toEqual(hidden)
    expect((await refusalOf(world.anonymous.filings.decide(decision))).code).toBe('UNAUTHORIZED')
    const shown = await superior.api.filings.list({ filter: { states: ['applied'] } })
    expect(shown.rows.find(row => row.id === id)).toMatchObject({ responsibleName: '孙**' })
    const far = await stranger.api.filings.list({})
    expect(far.rows).toEqual([])
    expect(await stored(id)).toEqual(before)
  })

  test('[B-14] of two decisions at once one wins', async () => {
    const { id } = await apply((await prepared()).id)
    const decide = () => director.api.filings.decide({ key: key(), id, version: 1, outcome: 'file' })
    const answers = await Promise.allSettled([decide(), decide()])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await deedsOf(id)).lines).toEqual(['apply', 'file'])
  })
})

describe('the register', () => {
  test('[B-14] holds whoever was registered as filed, follows the custodian, and leaves as a file', async () => {
    const entry = { name: '登记即备案互助社', kind: 'communityFiled' as const, stage: 'startUp' as const }
    const { id, filingNumber } = await officer.api.organisations.register({
      ...{ key: key(), ...entry, field: 'volunteering', divisionCode: '110101001' },
    })
    const page = await officer.api.filings.list({ filter: { text: filingNumber ?? '' } })
    expect(page.rows).toMatchObject([{ organisationId: id, state: 'filed', number: filingNumber, members: null }])
    const file = await officer.api.filings.exportFile({ filter: { text: '登记即备案' } })
    expect(file).toMatchObject({ rows: 1, isCutOff: false })
    await asSystem(world.db, tx =>
      tx
        .update(schema.organisation)
        .set({ tenantId: city.neighbour.id, scopeKey: city.neighbour.scopeKey })
        .where(eq(schema.organisation.id, id)),
    )
    expect((await officer.api.filings.list({ filter: { text: '登记即备案' } })).rows).toEqual([])
    expect((await stranger.api.filings.list({ filter: { text: '登记即备案' } })).rows).toHaveLength(1)
  })

  test('[B-14] is not left by a word on the card', async () => {
    const { organisation } = await filed()
    const { id, version, name, stage, field, divisionCode } = await card(organisation.id)
    const change = { id, version, name, stage, field: field as 'elderCare', divisionCode }
    const refused = (kind: 'inPreparation' | 'association') =>
      refusalOf(
        officer.api.organisations.update({
          ...change,
          kind,
          creditCode: kind === 'association' ? vectors.valid[0] : undefined,
        }),
      )
    expect((await refused('association')).body.fields).toEqual({ kind: 'INPUT_KIND_BY_FILING' })
    expect((await refused('inPreparation')).body.fields).toEqual({ kind: 'INPUT_KIND_BY_FILING' })
    expect((await card(id)).version).toBe(version)
  })
})

describe('growing into a registered organisation', () => {
  const growth = (organisation: { id: string; name: string }, version: number, more: Record<string, unknown> = {}) => ({
    ...{ key: key(), organisationId: organisation.id, version, name: organisation.name, kind: 'association' as const },
    ...{ creditCode: vectors.valid[0]!, registeredOn: '2026-03-01', registrationAuthority: '某区民政局', ...more },
  })

  test('[B-14] keeps the same row, dossier and number, finds the former name, and closes the filing as grown', async () => {
    const { organisation, id, number } = await filed()
    await officer.api.organisations.addNote({ organisationId: organisation.id, text: '春节演出' })
    const input = growth(organisation, 2, { name: '东华门合唱协会' })
    const grown = await officer.api.filings.grow(input)
    expect(grown).toEqual({ id: organisation.id, version: 3, filingId: id })
    expect(await officer.api.filings.grow(input)).toEqual(grown)
    expect(await card(organisation.id)).toMatchObject({
      ...{ kind: 'association', name: '东华门合唱协会', formerNames: [organisation.name], filingNumber: number },
      ...{ creditCode: vectors.valid[0], stage: 'startUp', registrationAuthority: '某区民政局' },
    })
    expect(await stored(id)).toMatchObject({ state: 'grown', number })
    expect(await deedsOf(id)).toMatchObject({ lines: ['apply', 'file', 'grow'], events: ['apply', 'file', 'grow'] })
    const { rows } = await officer.api.organisations.notes({ organisationId: organisation.id })
    expect(rows.map(({ text }) => text)).toContain('春节演出')
    const again = await refusalOf(officer.api.filings.grow({ ...growth(organisation, 3), key: key() }))
    expect(again.body.appCode).toBe('ORGANISATION_REGISTERED_ALREADY')
  })

  test('[B-14] asks for a sound code and the version that was seen; is not a superior’s (403) nor another’s (404); the row stays', async () => {
    const { organisation, id } = await filed()
    const before = await card(organisation.id)
    const refused = (more: Record<string, unknown>, version = 2) =>
      refusalOf(officer.api.filings.grow(growth(organisation, version, more)))
    expect((await refused({ creditCode: '' })).body.fields).toEqual({ creditCode: 'INPUT_CREDIT_CODE_NEEDED' })
    expect((await refused({ creditCode: vectors.invalid[0] })).body.appCode).toBe('CREDIT_CODE_DOUBTFUL')
    expect((await refused({}, 1)).body).toEqual({ appCode: 'VERSION_CONFLICT', params: { version: 2 } })
    const input = () => growth(organisation, 2, { creditCode: vectors.valid[1] })
    expect((await refusalOf(superior.api.filings.grow(input()))).code).toBe('FORBIDDEN')
    expect((await refusalOf(stranger.api.filings.grow(input()))).code).toBe('NOT_FOUND')
    expect(await card(organisation.id)).toEqual(before)
    expect((await stored(id)).state).toBe('filed')
  })
})

test('[W-14] a community centre of Wuhan files, and Zhengzhou, whose document knows no filed organisations, does not', async () => {
  const at = async (profileId: string, tier: 'community' | 'street') => {
    const { networkId, organisation, tenant } = await asSystem(world.db, async tx => {
      const network = await newNetwork(tx, { profileId })
      const top = await newTenant(tx, { networkId: network.id, tier: 'city' })
      const made = await newTenant(tx, { networkId: network.id, parentId: top.id, tier })
      const one = await newOrganisation(tx, {
        ...{ networkId: network.id, tenantId: made.id, kind: 'inPreparation', creditCode: null },
      })
      return { networkId: network.id, organisation: one, tenant: made }
    })
    const person = await world.person({ networkId, tenantId: tenant.id, roles: ['director'] })
    return person.api.filings.submit({ key: key(), organisationId: organisation.id, ...group() })
  }
  expect((await at('wuhan-2015', 'community')).state).toBe('applied')
  expect((await refusalOf(at('zhengzhou-2018', 'street'))).body).toEqual({
    appCode: 'FILING_NOT_AT_TIER',
    params: { tiers: '' },
  })
})
