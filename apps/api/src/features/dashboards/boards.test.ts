import { asSystem, schema } from '@fuqiao/db'
import { newCapability, newOrganisation, newReferral, type OrganisationRow } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let cityDesk: TestPerson
let districtDesk: TestPerson
let streetDesk: TestPerson

/** 东华门 holds three organisations (one filed, one new this quarter), 景山 one, the district one, 万寿路 none. */
beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const { networkId, street, neighbour, district, sector } = city
  await asSystem(world.db, async tx => {
    const at = (tenantId: string, more: Partial<OrganisationRow> = {}) =>
      newOrganisation(tx, {
        networkId,
        tenantId,
        createdAt: new Date('2025-09-10T02:00:00Z'),
        updatedAt: new Date('2025-09-10T02:00:00Z'),
        ...more,
      })
    const filed = await at(street.id, {
      kind: 'communityFiled',
      stage: 'startUp',
      filingNumber: '东华门备〔2026〕1号',
      filedOn: '2026-02-03',
      createdAt: new Date('2026-02-03T02:00:00Z'),
      updatedAt: new Date('2026-02-03T02:00:00Z'),
    })
    const second = await at(street.id, {
      kind: 'communityFiled',
      filingNumber: '东华门备〔2025〕1号',
      filedOn: '2025-05-06',
    })
    const third = await at(street.id, { field: 'health' })
    const fourth = await at(neighbour.id, { stage: 'preparing', kind: 'inPreparation' })
    await at(district.id)
    const refer = (
      organisation: OrganisationRow,
      toTenantId: string,
      state: NonNullable<Parameters<typeof newReferral>[1]['state']>,
    ) => newReferral(tx, { organisation, toTenantId, state, now: testMonday })
    await refer(filed, district.id, 'submitted')
    await refer(second, city.city.id, 'accepted')
    await refer(third, sector.id, 'declined')
    await refer(fourth, district.id, 'awaitingApproval')
    const late = await newReferral(tx, {
      organisation: third,
      toTenantId: neighbour.id,
      state: 'submitted',
      now: new Date('2026-02-06T17:00:00+08:00'),
    })
    await tx.update(schema.referral).set({ escalationLevel: 2 }).where(eq(schema.referral.id, late.id))
    await tx.update(schema.tenant).set({ buildingMode: 'convertedPublicRooms' }).where(eq(schema.tenant.id, street.id))
    await tx.update(schema.tenant).set({ buildingMode: 'governmentBuilt' }).where(eq(schema.tenant.id, district.id))
    for (const tenant of [street, neighbour])
      await newCapability(tx, { ...tenant, tenantId: tenant.id, functions: ['venue', 'funds'] })
    await newCapability(tx, {
      ...district,
      tenantId: district.id,
      functions: ['projectMatching', 'educationTraining'],
      ceiling: 20,
    })
    await newCapability(tx, {
      ...sector,
      tenantId: sector.id,
      functions: ['sectorTraining'],
      fields: ['elderCare'],
      services: '护理员培训',
    })
  })
  ;[cityDesk, districtDesk, streetDesk] = await Promise.all([
    city.at(city.city, 'caseWorker'),
    city.at(district, 'caseWorker'),
    city.at(street, 'caseWorker'),
  ])
})
afterAll(() => world.close())

const byName = <T extends { tenant: { shortName: string } }>(lines: readonly T[], name: string): T | undefined =>
  lines.find(({ tenant }) => tenant.shortName === name)

describe('organisations', () => {
  test('[B-01] one board serves city, district and street: each counts itself and all below, side by side', async () => {
    const [top, middle, bottom] = await Promise.all(
      [cityDesk, districtDesk, streetDesk].map(({ api }) => api.dashboards.organisations({})),
    )
    expect([top?.total.value, middle?.total.value, bottom?.total.value]).toEqual([5, 5, 3])
    expect([top?.scope.childTier, middle?.scope.childTier, bottom?.scope.childTier]).toEqual([
      'district',
      'street',
      null,
    ])
    expect(byName(top?.children ?? [], '东城区中心')).toMatchObject({ total: { value: 5 }, isOwn: false })
    expect(middle?.children.map(({ tenant, total }) => [tenant.shortName, total.value])).toEqual([
      ['东城区中心', 1],
      ['东华门街道中心', 3],
      ['景山街道中心', 1],
    ])
    expect(bottom?.children).toEqual([])
  })

  test('each figure leads to the very list that makes it', async () => {
    const { total, byStage, added } = await districtDesk.api.dashboards.organisations({})
    expect(total.drill).toEqual({ page: 'organisations', query: { within: 'below' } })
    expect(byStage.find(({ key }) => key === 'startUp')).toEqual({
      key: 'startUp',
      value: 1,
      drill: { page: 'organisations', query: { within: 'below', stages: 'startUp' } },
    })
    expect(added).toEqual({
      value: 1,
      previous: 0,
      drill: { page: 'organisations', query: { within: 'below', addedFrom: '2026-01-01', addedTo: '2026-03-02' } },
    })
    const listed = await districtDesk.api.organisations.list({
      within: 'below',
      addedFrom: '2026-01-01',
      addedTo: '2026-03-02',
    })
    expect(listed.rows).toHaveLength(added.value)
    const ofStreet = await cityDesk.api.dashboards.organisations({ tenantId: city.street.id })
    expect(ofStreet.total).toMatchObject({
      value: 3,
      drill: { query: { within: 'below', underTenantId: city.street.id } },
    })
    expect((await cityDesk.api.organisations.list({ underTenantId: city.street.id })).rows).toHaveLength(3)
  })

  test('[B-14] counts the filings of community organisations at the street, those of the period apart', async () => {
    const board = await streetDesk.api.dashboards.organisations({ period: { kind: 'quarter' } })
    expect(board.filings).toMatchObject({ value: 2, drill: { query: { kinds: 'communityFiled' } } })
    expect(board.filedInPeriod).toMatchObject({ value: 1, previous: 0 })
    const before = await streetDesk.api.dashboards.organisations({
      period: { kind: 'range', from: '2025-05-01', to: '2025-05-31' },
    })
    expect(before.filedInPeriod.value).toBe(1)
    expect(
      (
        await streetDesk.api.organisations.list({
          kinds: ['communityFiled'],
          filedFrom: '2026-01-01',
          filedTo: '2026-03-02',
        })
      ).rows,
    ).toHaveLength(1)
    expect(byName((await districtDesk.api.dashboards.organisations({})).children, '东华门街道中心')?.filed.value).toBe(
      2,
    )
  })
})

describe('coverage', () => {
  test('[B-05] shows what each division has, which has no incubator, which incubator has no organisation, and where nothing moved', async () => {
    const board = await cityDesk.api.dashboards.coverage({})
    const tile = (name: string) => board.tiles.find(({ divisionName }) => divisionName === name)
    expect(board.tiles).toHaveLength(16)
    expect(tile('东城区')).toMatchObject({
      incubators: { value: 3 },
      organisations: { value: 5 },
      divisionsBelow: { value: 17 },
      divisionsWithout: { value: 15 },
      withoutOrganisations: { value: 0 },
    })
    expect(tile('东城区')?.organisationsPerIncubator).toBeCloseTo(5 / 3)
    expect(tile('海淀区')).toMatchObject({
      incubators: { value: 2 },
      organisations: { value: 0 },
      withoutOrganisations: { value: 1 },
      quietIncubators: { value: 1 },
    })
    expect(tile('西城区')).toMatchObject({
      tenant: null,
      incubators: { value: 0 },
      organisationsPerIncubator: null,
      drill: null,
    })
    for (const filter of [{ quiet: true }, { empty: true }]) {
      expect((await cityDesk.api.dashboards.incubators({ filter })).rows.map(({ shortName }) => shortName)).toEqual([
        '万寿路街道中心',
      ])
    }
    expect(board.quietList.map(({ shortName }) => shortName)).toEqual(['万寿路街道中心'])
    expect(board.withoutList.some(({ parentName }) => parentName === '东城区')).toBe(true)
    expect(board.divisionsWithout.value).toBe(343 - 3)
  })

  test('[B-05] the disparity index follows twelve months: organisations count from the month of their registration', async () => {
    const { disparity } = await cityDesk.api.dashboards.coverage({})
    expect(disparity).toHaveLength(12)
    const at = (month: string) => disparity.find(line => line.month === month)
    expect(at('2025-08')).toMatchObject({ betweenStreets: null })
    // Three streets since January: 3, 1 and 0 organisations by March; 2, 1 and 0 in January.
    expect(at('2026-03')?.betweenStreets).toBeCloseTo(0.5)
    expect(at('2026-01')?.betweenStreets).toBeCloseTo(0.444)
    expect((await districtDesk.api.dashboards.coverage({})).disparity.at(-1)).toMatchObject({
      betweenStreets: 0.25,
      betweenChildren: null,
    })
  })

  test('[B-02] counts the incubators of sector authorities and the others beside the tree by tier and kind', async () => {
    const { byTier, incubators } = await cityDesk.api.dashboards.coverage({})
    expect(byTier.map(({ tier, kind, active }) => [tier, kind, active.value])).toEqual([
      ['city', 'administrative', 1],
      ['city', 'sectorAuthority', 1],
      ['district', 'administrative', 2],
      ['street', 'administrative', 3],
    ])
    expect(incubators.value).toBe(7)
    expect((await cityDesk.api.dashboards.incubators({ filter: { kind: 'sectorAuthority' } })).rows).toEqual([
      expect.objectContaining({ shortName: '助老行业孵化机构', functions: 1 }),
    ])
  })

  test('[B-03] counts how the incubators were built, and those of which nobody has said it', async () => {
    const { byBuildingMode } = await cityDesk.api.dashboards.coverage({})
    expect(byBuildingMode.map(({ key, value }) => [key, value])).toEqual([
      ['governmentBuilt', 1],
      ['jointlyBuilt', 0],
      ['convertedPublicRooms', 1],
      ['projectSubsidy', 0],
      [null, 5],
    ])
  })
})

describe('functions', () => {
  test('[B-04] finds what nobody offers, siblings that declare the same, and who has declared nothing', async () => {
    const board = await cityDesk.api.dashboards.functions({})
    expect(board.functions.find(({ id }) => id === 'venue')).toMatchObject({
      mayDeclare: { value: 3 },
      declaredBy: { value: 2 },
      declaredAsExpected: { value: 2 },
    })
    expect(board.gaps).toContain('filingHelp')
    expect(board.gaps).not.toContain('venue')
    expect(board.lookAlikes).toEqual([
      {
        parent: expect.objectContaining({ shortName: '东城区中心' }),
        tier: 'street',
        functions: ['funds', 'venue'],
        fields: [],
        tenants: [
          expect.objectContaining({ shortName: '东华门街道中心' }),
          expect.objectContaining({ shortName: '景山街道中心' }),
        ],
      },
    ])
    expect([board.declared.value, board.undeclared.value]).toEqual([4, 3])
    expect((await districtDesk.api.dashboards.functions({})).undeclared.value).toBe(0)
    const listed = await cityDesk.api.dashboards.incubators({ filter: { declared: false, status: 'active' } })
    expect(listed.rows.map(({ shortName }) => shortName).toSorted()).toEqual(['万寿路街道中心', '市中心', '海淀区中心'])
  })

  test('[B-12] counts the specialists of a field, and shows a sector incubator as where referrals of its field went', async () => {
    expect((await cityDesk.api.dashboards.functions({})).specialists[0]).toMatchObject({ field: 'elderCare', value: 1 })
    const { flows } = await streetDesk.api.dashboards.referrals({})
    expect(flows).toContainEqual(
      expect.objectContaining({
        from: { tier: 'street', kind: 'administrative' },
        to: { tier: 'city', kind: 'sectorAuthority' },
        value: 1,
      }),
    )
  })
})

describe('referrals', () => {
  test('[B-13] the district workbench: streets side by side, what waits for its word, its residents and the places free', async () => {
    const { children, submitted, overdue } = await districtDesk.api.dashboards.referrals({})
    expect(
      children.map(({ tenant, sent, received, accepted, waiting }) => [
        tenant.shortName,
        ...[sent, received, accepted, waiting].map(({ value }) => value),
      ]),
    ).toEqual([
      ['东城区中心', 0, 1, 0, 1],
      // One that was declined waits to be sent on.
      ['东华门街道中心', 4, 0, 0, 1],
      ['景山街道中心', 0, 1, 0, 2],
    ])
    expect(submitted.value).toBe(4)
    expect(overdue.value).toBe(1)
    expect(byName(children, '景山街道中心')).toMatchObject({
      overdue: { value: 1 },
      escalated: { value: 1 },
      drill: { page: 'board', query: { tenantId: city.neighbour.id } },
    })
    const desk = await districtDesk.api.dashboards.ownDesk()
    expect(desk).toMatchObject({
      toAcknowledge: { value: 1, drill: { page: 'inbox', query: { state: 'submitted' } } },
      residents: { value: 1 },
      ceiling: 20,
      placesFree: 20,
      granted: { value: 0 },
      escalatedHere: { value: 1 },
    })
  })

  test('counts each referral once for the whole, by state, direction and month, and how fast it was answered', async () => {
    const board = await cityDesk.api.dashboards.referrals({})
    expect(board.submitted.value).toBe(4)
    expect(Object.fromEntries(board.byState.map(({ key, value }) => [key, value]))).toEqual({
      submitted: 2,
      accepted: 1,
      declined: 1,
    })
    expect(Object.fromEntries(board.byDirection.map(({ key, value }) => [key, value]))).toEqual({
      up: 2,
      lateral: 1,
      sector: 1,
    })
    expect(board.acceptanceRate).toBe(0.5)
    expect(board.acknowledge).toMatchObject({
      answers: { value: 2 },
      unknown: { value: 0 },
      medianHours: 9,
      limitDays: 2,
      inTime: { value: 2 },
    })
    expect(board.acknowledge.bins.map(({ value }) => value)).toEqual([0, 2, 0, 0, 0, 0, 0])
    expect(board.decide).toMatchObject({ answers: { value: 2 }, medianHours: 18, limitDays: 7 })
    expect(board.months.at(-2)).toMatchObject({ month: '2026-02', submitted: { value: 4 } })
    expect(board.flows.reduce((all, { value }) => all + value, 0)).toBe(4)
  })

  test('each desk figure is the length of the list it opens', async () => {
    const [top, middle] = await Promise.all([cityDesk.api.dashboards.ownDesk(), districtDesk.api.dashboards.ownDesk()])
    expect(top.granted.value).toBe(1)
    expect((await cityDesk.api.organisations.list({ within: 'granted' })).rows).toHaveLength(1)
    expect((await districtDesk.api.referrals.inbox({ filter: { states: ['submitted'] } })).rows).toHaveLength(
      middle.toAcknowledge.value,
    )
    expect((await districtDesk.api.referrals.desk({})).rows).toHaveLength(middle.escalatedHere.value)
  })

  test('a period is compared with as many days of the one before', async () => {
    const { scope, submitted } = await districtDesk.api.dashboards.referrals({ period: { kind: 'month' } })
    expect(scope.period).toEqual({
      kind: 'month',
      from: '2026-03-01',
      to: '2026-03-02',
      previousFrom: '2026-02-01',
      previousTo: '2026-02-02',
    })
    expect(submitted).toMatchObject({ value: 0, previous: 0 })
  })
})

describe('the wall', () => {
  const boards = [
    'organisations',
    'coverage',
    'functions',
    'referrals',
    'unmetNeeds',
    'incubators',
    'divisions',
    'referralList',
    'needList',
  ] as const

  test.each(boards)(
    '%s of a tenant beside or above are not found, just as those of one that does not exist',
    async board => {
      const nobody = '01900000-0000-7000-8000-000000000000'
      const refusals = await Promise.all(
        [city.otherStreet.id, city.district.id, city.sector.id, nobody].map(tenantId =>
          refusalOf(streetDesk.api.dashboards[board]({ tenantId })),
        ),
      )
      expect(new Set(refusals.map(refusal => JSON.stringify(refusal))).size).toBe(1)
      expect(refusals[0]).toMatchObject({ code: 'NOT_FOUND' })
    },
  )

  test.each(boards)('%s are forbidden to a role that reads no boards', async board => {
    for (const role of ['tenantAdmin', 'systemAdmin', 'jointMeetingMember'] as const) {
      const person = await city.at(city.city, role)
      expect(await refusalOf(person.api.dashboards[board]({}))).toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  test.each(boards)('%s are not for those who are not signed in', async board => {
    expect(await refusalOf(world.anonymous.dashboards[board]({}))).toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test.each([
    { kind: 'range', from: '2026-02-02', to: '2026-02-01' },
    { kind: 'range', from: '2020-01-01', to: '2026-01-01' },
    { kind: 'range', from: '2026-02-30', to: '2026-03-01' },
    { kind: 'decade' },
  ])('the period %j is refused', async period => {
    expect(await refusalOf(cityDesk.api.dashboards.organisations({ period: period as never }))).toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  test('another network counts nothing of this one', async () => {
    const elsewhere = await newSmallCity(world)
    const stranger = await elsewhere.at(elsewhere.city, 'director')
    expect((await stranger.api.dashboards.organisations({})).total.value).toBe(0)
    expect((await stranger.api.dashboards.referrals({})).submitted.value).toBe(0)
    expect(await refusalOf(stranger.api.dashboards.referrals({ tenantId: city.street.id }))).toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
