import { readFileSync } from 'node:fs'
import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../../../../../packages/domain/test/credit-code-vectors.json', import.meta.url), 'utf8'),
) as { valid: string[]; invalid: string[]; registeredYetFailing: string[] }

let world: TestWorld
let city: SmallCity
let desk: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  desk = await city.at(city.street, 'caseWorker')
})
afterAll(() => world.close())

let counter = 0
const entry = (more: Record<string, unknown> = {}) => ({
  key: randomUUID(),
  name: `第${(counter += 1)}${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒'.at(counter % 30)}号社区服务社`,
  kind: 'inPreparation' as const,
  stage: 'preparing' as const,
  field: 'elderCare' as const,
  divisionCode: '110101001',
  ...more,
})
const stored = (id: string) =>
  asSystem(
    world.db,
    async tx => (await tx.select().from(schema.organisation).where(eq(schema.organisation.id, id)))[0]!,
  )
const all = () =>
  asSystem(world.db, tx =>
    tx
      .select({ id: schema.organisation.id, version: schema.organisation.version, name: schema.organisation.name })
      .from(schema.organisation)
      .where(eq(schema.organisation.networkId, city.networkId))
      .orderBy(schema.organisation.id),
  )
const auditOf = (id: string) =>
  asSystem(world.db, tx => tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)))

describe('registering', () => {
  test('makes the acting tenant first contact, custodian and reporting unit, and leaves one audit line', async () => {
    const { id } = await desk.api.organisations.register(entry())
    const street = city.street.id
    expect(await stored(id)).toMatchObject({
      tenantId: street,
      firstContactTenantId: street,
      reportingTenantId: street,
      version: 1,
    })
    expect(await auditOf(id)).toMatchObject([
      { action: 'organisation.register', tenantId: street, personId: desk.personId },
    ])
  })

  test("[B-14] files a community organisation under the street's own number, one after the other, also at once", async () => {
    const numbers = await Promise.all(
      [1, 2, 3].map(
        async () =>
          (await desk.api.organisations.register(entry({ kind: 'communityFiled', stage: 'startUp' }))).filingNumber,
      ),
    )
    expect(numbers.sort()).toEqual(['110101001-2026-0001', '110101001-2026-0002', '110101001-2026-0003'])
    const elsewhere = await (
      await city.at(city.neighbour, 'caseWorker')
    ).api.organisations.register(entry({ kind: 'communityFiled', divisionCode: '110101002' }))
    expect(elsewhere.filingNumber).toBe('110101002-2026-0001')
  })

  test.each(['association', 'serviceOrganisation', 'foundation', 'communityFiled', 'inPreparation'] as const)(
    'takes the kind %s',
    async kind => {
      const registered = kind !== 'communityFiled' && kind !== 'inPreparation'
      const { id } = await desk.api.organisations.register(
        entry({
          kind,
          ...(registered
            ? { creditCode: vectors.valid[['association', 'serviceOrganisation', 'foundation'].indexOf(kind)] }
            : {}),
        }),
      )
      expect((await stored(id)).kind).toBe(kind)
    },
  )

  test('twice with one key registers once and gives the same answer; the key with other words is refused', async () => {
    const once = entry()
    const [first, second] = await Promise.all([
      desk.api.organisations.register(once),
      desk.api.organisations.register(once),
    ])
    expect(second).toEqual(first)
    expect((await refusalOf(desk.api.organisations.register({ ...once, address: '别处' }))).body.appCode).toBe(
      'KEY_REUSED',
    )
    expect((await all()).filter(({ name }) => name === once.name)).toHaveLength(1)
  })

  test('keeps names as people wrote them: line breaks become blanks, direction marks go, rare characters stay, 200 characters are too long', async () => {
    const { id } = await desk.api.organisations.register(entry({ name: '  𬭎光\n互\u202e助\u200b 社 ' }))
    expect((await stored(id)).name).toBe('𬭎光 互助 社')
    expect((await refusalOf(desk.api.organisations.register(entry({ name: '社'.repeat(200) })))).body).toMatchObject({
      appCode: 'INPUT_INVALID',
      fields: { name: 'INPUT_NAME_TOO_LONG' },
    })
    expect((await refusalOf(desk.api.organisations.register(entry({ name: '\n\u200b' })))).body).toMatchObject({
      fields: { name: 'INPUT_NAME_EMPTY' },
    })
  })

  test('refuses unknown fields, unknown divisions, a registered kind without a code and a code before registration', async () => {
    const before = await all()
    const fieldsOf = async (more: Record<string, unknown>) =>
      (await refusalOf(desk.api.organisations.register(entry(more)))).body.fields
    expect(
      (await refusalOf(desk.api.organisations.register({ ...entry(), tenantId: city.neighbour.id } as never))).body
        .appCode,
    ).toBe('INPUT_INVALID')
    expect(await fieldsOf({ divisionCode: '990101001' })).toEqual({ divisionCode: 'INPUT_DIVISION_UNKNOWN' })
    expect(await fieldsOf({ kind: 'foundation' })).toEqual({ creditCode: 'INPUT_CREDIT_CODE_NEEDED' })
    expect(await fieldsOf({ creditCode: vectors.valid[5] })).toEqual({ creditCode: 'INPUT_CREDIT_CODE_NOT_YET' })
    expect(await all()).toEqual(before)
  })

  test('is refused to whoever may not, with nothing written', async () => {
    const before = await all()
    for (const role of [
      'referralDesk',
      'finance',
      'auditor',
      'tenantAdmin',
      'jointMeetingMember',
      'systemAdmin',
    ] as const) {
      const person = await city.at(city.street, role)
      expect((await refusalOf(person.api.organisations.register(entry()))).code).toBe('FORBIDDEN')
    }
    expect((await refusalOf(world.anonymous.organisations.register(entry()))).code).toBe('UNAUTHORIZED')
    expect(await all()).toEqual(before)
  })
})

describe('the credit code', () => {
  test.each(vectors.valid.slice(3))('%s passes', async code => {
    const { creditCode } = await desk.api.organisations.checkRegistration({
      name: '任何名称',
      creditCode: ` ${code.toLowerCase()} `,
    })
    expect(creditCode).toMatchObject({ code, reason: null })
  })

  test.each([...vectors.invalid, ...vectors.registeredYetFailing])(
    '%s is a warning that an officer overrides with a reason',
    async creditCode => {
      const typed = entry({ kind: 'foundation', creditCode })
      const refused = await refusalOf(desk.api.organisations.register(typed))
      expect(refused.body).toMatchObject({
        appCode: 'CREDIT_CODE_DOUBTFUL',
        params: { reason: expect.stringMatching(/^CREDIT_CODE_/) },
      })
      const { id } = await desk.api.organisations.register({ ...typed, creditCodeOverride: '登记证书原件如此' })
      expect(await stored(id)).toMatchObject({
        creditCode: creditCode.toUpperCase(),
        creditCodeOverride: '登记证书原件如此',
      })
    },
  )
})

describe('organisations that look the same', () => {
  test('by code, by name and by initials must be answered first; the answer stays with the tenant as a note', async () => {
    const code = vectors.valid[10]!
    await asSystem(world.db, tx =>
      newOrganisation(tx, {
        networkId: city.networkId,
        tenantId: city.street.id,
        name: '长青（助老）协会',
        creditCode: code,
        kind: 'association',
      }),
    )
    const because = async (more: Record<string, unknown>) => {
      const { duplicates } = await desk.api.organisations.checkRegistration({ name: '别的', ...more })
      return duplicates.map(row => row.because)
    }
    expect(await because({ creditCode: code })).toEqual(['creditCode'])
    expect(await because({ name: '长青(助老)  协会' })).toEqual(['name'])
    expect(await because({ name: '常庆助老协会' })).toEqual(['initials'])
    const typed = entry({ name: '长青(助老)协会', kind: 'association', creditCode: code })
    expect((await refusalOf(desk.api.organisations.register(typed))).body).toMatchObject({
      appCode: 'POSSIBLE_DUPLICATES',
      params: { found: 1 },
    })
    const { id } = await desk.api.organisations.register({ ...typed, duplicateAnswer: '分会，单独法人' })
    expect((await desk.api.organisations.notes({ organisationId: id })).rows).toMatchObject([
      { text: '分会，单独法人' },
    ])
  })

  test('behind the wall do not show: the same name in another street raises no doubt', async () => {
    await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: city.networkId, tenantId: city.otherStreet.id, name: '墙后助老社' }),
    )
    await expect(desk.api.organisations.register(entry({ name: '墙后助老社' }))).resolves.toBeDefined()
  })

  test('registered by two desks at once are not both overlooked', async () => {
    const twin = { name: '双胞胎互助社' }
    const outcomes = await Promise.allSettled([
      desk.api.organisations.register(entry(twin)),
      desk.api.organisations.register(entry(twin)),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('changing the card', () => {
  const { key: _, ...words } = entry()
  const change = (row: { id: string; version: number; name: string }, more: Record<string, unknown> = {}) => ({
    ...words,
    id: row.id,
    version: row.version,
    name: row.name,
    ...more,
  })

  test('keeps the old name among the former ones and finds the new one', async () => {
    const { id } = await desk.api.organisations.register(entry())
    const before = await stored(id)
    expect(await desk.api.organisations.update(change(before, { name: '改名后的互助中心' }))).toEqual({ version: 2 })
    expect(await stored(id)).toMatchObject({
      name: '改名后的互助中心',
      formerNames: [before.name],
      initials: 'gmhdhzzx',
    })
  })

  test('[B-14] files an organisation in preparation when it becomes a community one, once', async () => {
    const { id } = await desk.api.organisations.register(entry())
    await desk.api.organisations.update(change(await stored(id), { kind: 'communityFiled' }))
    const filed = await stored(id)
    expect(filed.filingNumber).toMatch(/^110101001-2026-\d{4}$/)
    await desk.api.organisations.update(change(filed, { kind: 'communityFiled', address: '新址' }))
    expect((await stored(id)).filingNumber).toBe(filed.filingNumber)
  })

  test('from a stale page is refused with the present version, nothing written', async () => {
    const { id } = await desk.api.organisations.register(entry())
    const before = await stored(id)
    await desk.api.organisations.update(change(before, { address: '一' }))
    expect((await refusalOf(desk.api.organisations.update(change(before, { address: '二' })))).body).toEqual({
      appCode: 'VERSION_CONFLICT',
      params: { version: 2 },
    })
    expect((await stored(id)).address).toBe('一')
  })

  test('is not for superiors (403), other tenants (404 like an absent id) or the signed-out (401); the row stays', async () => {
    const { id } = await desk.api.organisations.register(entry())
    const before = await stored(id)
    const superior = await city.at(city.district, 'director')
    const stranger = await city.at(city.neighbour, 'director')
    const refused = await refusalOf(stranger.api.organisations.update(change(before)))
    expect((await refusalOf(superior.api.organisations.update(change(before)))).code).toBe('FORBIDDEN')
    expect(refused.code).toBe('NOT_FOUND')
    expect(await refusalOf(stranger.api.organisations.update(change({ ...before, id: randomUUID() })))).toEqual(refused)
    expect((await refusalOf(world.anonymous.organisations.update(change(before)))).code).toBe('UNAUTHORIZED')
    expect(await stored(id)).toEqual(before)
  })
})

test('the form offers the divisions of the acting tenant: a street its communities, a district its streets', async () => {
  const street = await desk.api.organisations.divisions({})
  expect(street.groups).toHaveLength(1)
  expect(street.groups[0]!.divisions[0]!.code).toBe('110101001')
  expect(street.groups[0]!.divisions.slice(1).every(({ code }) => /^110101001\d{3}$/.test(code))).toBe(true)
  const district = await (await city.at(city.district, 'caseWorker')).api.organisations.divisions({})
  expect(district.groups[0]!.divisions.slice(1).every(({ code }) => /^110101\d{3}$/.test(code))).toBe(true)
  const top = await (await city.at(city.city, 'caseWorker')).api.organisations.divisions({})
  expect(top.groups.length).toBeGreaterThanOrEqual(16)
})
