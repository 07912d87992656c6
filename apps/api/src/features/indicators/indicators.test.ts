import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation, newTenant } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { type Line, lineOf } from '../../../test/line-of.ts'
import { refusalOf } from '../../../test/small-city.ts'
import { foldFacts, rebuildRollups } from '../../jobs/fold-facts.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

type Api = TestPerson['api']
const at = (day: string) => world.setNow(new Date(`${day}T10:00:00+08:00`))
const refused = async (call: Promise<unknown>) => (await refusalOf(call))?.body
const fold = () => foldFacts(world.deps)

/** An organisation that an incubator admitted on a day; the case itself is played elsewhere. */
async function admit(line: Line, place: number, day: string, organisationId?: string) {
  const { networkId, tenants } = line
  const { id: tenantId, scopeKey } = tenants[place]!
  const when = new Date(`${day}T09:00:00+08:00`)
  return asSystem(world.db, async tx => {
    const made = organisationId
      ? { id: organisationId }
      : await newOrganisation(tx, { networkId, tenantId, createdAt: when })
    await tx.insert(schema.incubationCase).values({
      ...{ networkId, id: v7(), tenantId, scopeKey, organisationId: made.id, organisationName: '社', stage: 'startUp' },
      ...{ organisationKind: 'serviceOrganisation', field: 'elderCare', divisionCode: '11', isByOrganisation: false },
      ...{
        state: 'resident',
        rulesVersion: 0,
        application: { answers: {}, claims: [] },
        verdicts: [],
        admittedOn: day,
      },
      ...{ submittedAt: when, createdAt: when, updatedAt: when },
    })
    return made.id
  })
}
const record = (api: Api, more: Partial<Parameters<Api['activities']['record']>[0]> = {}) =>
  api.activities.record({
    ...{ key: randomUUID(), kind: 'training', title: '财务规范培训', onDay: '2026-03-02', attendances: 40, words: '' },
    ...more,
  })
type Asked = Parameters<Api['indicators']['board']>[0]
async function figure(api: Api, id: string, asked: Asked = {}) {
  const { indicators } = await api.indicators.board(asked)
  return indicators.find(entry => entry.id === id)?.value
}
async function plans(api: Api, asked: Asked = {}) {
  const { targets } = await api.indicators.board(asked)
  return Object.fromEntries(targets.map(({ id, value, plan, attainment }) => [id, [value, plan, attainment]]))
}

describe('what is to be reached, against what there is', () => {
  test('[L-01] Lingwu: each line of the yearly sheet is counted from records, and each figure opens its rows', async () => {
    at('2026-03-02')
    const line = await lineOf(world, 'lingwu-2021', ['640181', '640181001'])
    const [base, street] = line.directors.map(({ api }) => api)
    for (const place of [0, 0, 1]) await admit(line, place, '2026-02-10')
    await asSystem(world.db, async tx => {
      const { networkId, tenants } = line
      const tenantId = tenants[1]!.id
      const filed = await newOrganisation(tx, {
        networkId,
        tenantId,
        kind: 'communityFiled',
        filedOn: '2026-01-20',
        filingNumber: 'B1',
      })
      await tx
        .update(schema.organisation)
        .set({ stage: 'mature', updatedAt: world.deps.now() })
        .where(and(eq(schema.organisation.networkId, networkId), eq(schema.organisation.id, filed.id)))
    })
    await record(base!)
    await record(street!, { attendances: 25 })
    await record(base!, { kind: 'consultation', title: '章程咨询', attendances: 6 })
    await record(base!, { kind: 'project', title: '邻里互助项目', attendances: 0 })
    await record(base!, { kind: 'brand', title: '品牌型社会组织', attendances: 0 })
    await fold()
    const { targets } = await base!.indicators.board({})
    expect(targets.map(({ id, value, plan, provision }) => [id, value, plan, provision])).toEqual([
      ['startUpsResident', 3, 6, 'L-01'],
      ['filedOrganisations', 1, 15, 'L-01'],
      ['trainingRounds', 2, 10, 'L-01'],
      ['trained', 65, 500, 'L-01'],
      ['consultationRounds', 1, 20, 'L-01'],
      ['projectsRun', 1, 12, 'L-01'],
      ['organisationsRaised', 1, 6, 'L-01'],
      ['brandsBuilt', 1, 2, 'L-01'],
    ])
    for (const { indicatorId, value } of targets) {
      const { rows } = await base!.indicators.facts({ indicator: indicatorId })
      expect([indicatorId, rows.reduce((sum, { amount }) => sum + amount, 0)]).toEqual([indicatorId, value])
    }
    const { rows } = await base!.indicators.facts({ indicator: 'trainingAttendances' })
    expect(rows.map(({ subject, amount, source }) => [subject, amount, source?.page])).toEqual([
      ['财务规范培训', 25, 'activity'],
      ['财务规范培训', 40, 'activity'],
    ])
    expect((await base!.indicators.facts({ indicator: 'trainings', alone: true })).rows).toHaveLength(1)
  })

  test('[J-01] Jilin: each county has its centre, each centre three organisations a year and each station two; what the source leaves unclear is marked as a setting', async () => {
    at('2026-06-01')
    const line = await lineOf(
      world,
      'jilin-2014',
      ['22', '2201', '220122', '220122100'],
      [...(['province', 'city', 'county', 'street'] as const)],
    )
    const [province, , county, station] = line.directors.map(({ api }) => api)
    for (const place of [2, 2, 3]) await admit(line, place, '2026-05-04')
    await fold()
    expect(await plans(county!)).toMatchObject({ eachCentreIncubates: [3, 3, 100], eachStationIncubates: [3, 2, 150] })
    expect(await plans(station!)).toMatchObject({ eachStationIncubates: [1, 2, 50] })
    const { targets, children } = await province!.indicators.board({})
    const centres = targets.find(({ id }) => id === 'countyCentresBy2017')
    expect(centres).toMatchObject({ value: 1, day: '2017-12-31', provision: 'J-01', isSetting: false })
    expect(centres?.plan).toBeGreaterThan(30)
    expect(targets.find(({ id }) => id === 'stationsPerCounty')).toMatchObject({ isSetting: true, value: 1 })
    expect(children.map(({ isOwn, targets: own }) => [isOwn, own['countyCentresBy2017']?.value])).toEqual([
      [true, 0],
      [false, 1],
    ])
  })

  test('[Z-05] Zhengzhou: a base in each district by 2020, three agencies a base and year, a hundred agencies in the city', async () => {
    at('2026-06-01')
    const line = await lineOf(world, 'zhengzhou-2018', ['4101', '410102'])
    const [city, base] = line.directors.map(({ api }) => api)
    for (const day of ['2026-01-12', '2026-02-12', '2026-05-12', '2026-05-19']) await admit(line, 1, day)
    await fold()
    expect(await plans(base!)).toMatchObject({ eachBaseIncubates: [4, 3, 133.3] })
    const inCity = await plans(city!)
    expect(inCity['districtBasesBy2020']?.[0]).toBe(1)
    expect(inCity['districtBasesBy2020']?.[1]).toBeGreaterThan(5)
    expect(inCity['agenciesInTheCity']?.[1]).toBe(100)
  })

  test('[W-05] Wuhan: demonstrations of all four tiers by the end of 2016, each district and street by 2018, held against what stands on the day', async () => {
    at('2026-06-01')
    const line = await lineOf(world, 'wuhan-2015', ['4201', '420106', '420106003', '420106003'])
    await fold()
    const city = await plans(line.directors[0]!.api)
    for (const tier of ['city', 'district', 'street', 'community'])
      expect([tier, city[`${tier}Demonstration`]]).toEqual([tier, [1, 1, 100]])
    expect(city['districtsComplete']).toEqual([1, expect.any(Number), expect.any(Number)])
    expect(city['districtsComplete']?.[1]).toBeGreaterThan(10)
  })

  test('[B-26] Beijing: how far the system reaches by tier and type, against the plan of 2020; a merged centre stands no more', async () => {
    at('2026-06-01')
    const line = await lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])
    const { networkId, tenants } = line
    await asSystem(world.db, tx => newTenant(tx, { networkId, parentId: tenants[0]!.id, kind: 'social' }))
    await fold()
    const [city, district] = line.directors.map(({ api }) => api)
    expect(await plans(city!)).toMatchObject({
      cityCentreBy2020: [1, 1, 100],
      districtCentresBy2020: [1, 16, 6.3],
      socialIncubatorsBy2020: [1, 1, 100],
      sectorIncubatorsBy2020: [0, 3, 0],
    })
    expect((await plans(district!))['streetCentresBy2020']).toEqual([1, 17, 5.9])
    await asSystem(world.db, tx =>
      tx
        .update(schema.tenant)
        .set({ status: 'closed', updatedAt: world.deps.now() })
        .where(and(eq(schema.tenant.networkId, networkId), eq(schema.tenant.id, tenants[2]!.id))),
    )
    await fold()
    expect((await plans(district!))['streetCentresBy2020']).toEqual([0, 17, 0])
  })
})

describe('figures', () => {
  test('[X-07] of any past day are what was known then: what was entered late or corrected since changes today’s alone', async () => {
    at('2026-03-02')
    const line = await lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])
    const [city, , street] = line.directors.map(({ api }) => api)
    const first = await record(street!, { attendances: 30 })
    at('2026-05-20')
    await record(street!, { onDay: '2026-03-20', attendances: 12 })
    at('2026-06-03')
    await street!.activities.change({
      ...{
        id: first.id,
        version: 1,
        kind: 'training',
        title: '财务规范培训',
        onDay: '2026-03-02',
        attendances: 28,
        words: '',
      },
    })
    await fold()
    const march = (asOf?: string) =>
      figure(city!, 'trainingAttendances', { bucket: '2026-03', ...(asOf ? { asOf } : {}) })
    expect([await march('2026-03-01'), await march('2026-04-01'), await march('2026-05-31'), await march()]).toEqual([
      ...[0, 30, 42, 40],
    ])
    const told = async (asOf: string) => {
      const { rows } = await city!.indicators.facts({ indicator: 'trainingAttendances', bucket: '2026-03', asOf })
      return rows.map(({ amount }) => amount)
    }
    expect(await told('2026-04-01')).toEqual([30])
    expect((await told('2026-06-30')).toSorted((a, b) => a - b)).toEqual([-30, 12, 28, 30])
    await street!.activities.takeBack({ id: first.id, version: 2, reason: '重复登记' })
    await fold()
    expect([await march('2026-06-02'), await march()]).toEqual([42, 12])
  })

  test('count an organisation once at every place, however many incubators admitted it, and say how much the places overlap; a share is reckoned anew', async () => {
    at('2026-06-01')
    const line = await lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])
    const [city, , street] = line.directors.map(({ api }) => api)
    const both = await admit(line, 1, '2026-02-02')
    await admit(line, 2, '2026-04-02', both)
    await admit(line, 2, '2026-04-02')
    await fold()
    const { indicators, children } = await city!.indicators.board({})
    expect(indicators.find(({ id }) => id === 'residentsAdmitted')).toMatchObject({ value: 2, overlap: 0 })
    expect(children.map(({ figures }) => figures['residentsAdmitted'])).toEqual([0, 2])
    const district = await line.directors[1]!.api.indicators.board({})
    expect(district.indicators.find(({ id }) => id === 'residentsAdmitted')).toMatchObject({ value: 2, overlap: 1 })
    expect(await figure(street!, 'residents')).toBe(2)
    expect(await figure(city!, 'residents', { bucket: '2026-03' })).toBe(1)
    expect(await figure(city!, 'graduationRate')).toBeNull()
  })

  test('tell the steps of the life cycle in their order: an application counts on the day it was submitted, once, whatever comes of it', async () => {
    at('2026-03-02')
    const line = await lineOf(world, 'beijing-2017', ['11', '110101'])
    const [city, district] = line.directors.map(({ api }) => api)
    for (const place of [0, 1, 1]) await admit(line, place, '2026-02-10')
    await fold()
    const steps = async (api: Api) =>
      (await api.indicators.board({})).indicators
        .flatMap(({ step, id, value }) => (step === null ? [] : [[step, id, value]]))
        .sort()
    expect(await steps(city!)).toEqual([
      [1, 'applications', 3],
      [2, 'residentsAdmitted', 3],
      [3, 'graduated', 0],
    ])
    await asSystem(world.db, tx =>
      tx
        .update(schema.incubationCase)
        .set({ state: 'followUp', outcome: 'graduated', updatedAt: world.deps.now() })
        .where(eq(schema.incubationCase.tenantId, line.tenants[1]!.id)),
    )
    await fold()
    expect((await steps(district!)).map(([, , value]) => value)).toEqual([2, 2, 2])
    const { rows } = await district!.indicators.facts({ indicator: 'applications' })
    expect(rows.map(({ kind, day }) => [kind, day])).toEqual([
      ['caseApplied', '2026-02-10'],
      ['caseApplied', '2026-02-10'],
    ])
  })

  test('are made anew while the centre moves a street: both get through, and the street’s figures go along', async () => {
    at('2026-03-02')
    const line = await lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])
    const { networkId, tenants, directors } = line
    const other = await asSystem(world.db, tx => newTenant(tx, { networkId, parentId: tenants[0]!.id }))
    for (let nth = 0; nth < 20; nth++) await record(directors[2]!.api, { attendances: nth })
    await fold()
    const homes = [other.id, tenants[1]!.id]
    for (let round = 0; round < 6; round++) {
      const { version } = await directors[0]!.api.tenants.get({ tenantId: tenants[2]!.id })
      const move = { key: randomUUID(), tenantId: tenants[2]!.id, parentId: homes[round % 2]!, version, reason: '调整' }
      await Promise.all([directors[0]!.api.tenants.reparent(move), rebuildRollups(world.deps, networkId)])
      await fold()
      const { children } = await directors[0]!.api.indicators.board({})
      const held = children.filter(({ figures }) => figures['trainings'] === 20).map(({ tenant }) => tenant.id)
      expect(held).toEqual([homes[round % 2]])
    }
  })

  test('are of the caller’s own line: a place beside or above it does not exist, and its facts neither', async () => {
    at('2026-03-02')
    const line = await lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])
    const { networkId, tenants } = line
    const other = await asSystem(world.db, tx => newTenant(tx, { networkId, parentId: tenants[0]!.id }))
    const beside = await world.person({ networkId, tenantId: other.id, roles: ['director'] })
    const { id } = await record(line.directors[2]!.api)
    await fold()
    for (const asked of [tenants[0]!.id, tenants[2]!.id, randomUUID()]) {
      expect(await refused(beside.api.indicators.board({ tenantId: asked }))).toMatchObject({ appCode: 'NOT_FOUND' })
      const facts = beside.api.indicators.facts({ tenantId: asked, indicator: 'trainings' })
      expect(await refused(facts)).toMatchObject({ appCode: 'NOT_FOUND' })
    }
    expect((await beside.api.indicators.facts({ indicator: 'trainings' })).rows).toEqual([])
    expect(await refused(beside.api.activities.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
  })
})

describe('an activity', () => {
  test('is written down, corrected and taken back by its own incubator alone; a stale page is told, a day to come and an unknown kind are refused by name', async () => {
    at('2026-03-02')
    const { networkId, tenants, directors } = await lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])
    const [city, , street] = directors.map(({ api }) => api)
    const auditor = await world.person({ networkId, tenantId: tenants[2]!.id, roles: ['auditor'] })
    const key = randomUUID()
    const made = await record(street!, { key })
    expect(await record(street!, { key })).toEqual(made)
    expect(await refused(record(auditor.api))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await refused(record(street!, { onDay: '2026-03-03' }))).toMatchObject({
      fields: { onDay: 'INPUT_DAY_NOT_COME' },
    })
    expect(await refused(record(street!, { kind: 'venture' }))).toMatchObject({
      fields: { kind: 'INPUT_KIND_NOT_IN_NETWORK' },
    })
    const card = { id: made.id, kind: 'training', title: '改', onDay: '2026-03-01', attendances: 1, words: '' }
    expect(await refused(city!.activities.change({ ...card, version: 1 }))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    await street!.activities.change({ ...card, version: 1 })
    expect(await refused(street!.activities.change({ ...card, version: 1 }))).toMatchObject({
      ...{ appCode: 'VERSION_CONFLICT', params: { version: 2 } },
    })
    await street!.activities.takeBack({ id: made.id, version: 2, reason: '记错' })
    expect(await refused(street!.activities.change({ ...card, version: 3 }))).toMatchObject({
      appCode: 'ACTIVITY_VOID',
    })
    expect((await city!.activities.list({ within: 'below' })).rows).toMatchObject([
      { id: made.id, voidReason: '记错', may: { change: false } },
    ])
  })
})

describe('the board as a file', () => {
  test('holds the very figures that the page shows, table by table, and leaves a line in the audit trail; a place outside the line has none', async () => {
    at('2026-03-02')
    const line = await lineOf(world, 'lingwu-2021', ['640181', '640181001'])
    const [base, street] = line.directors.map(({ api }) => api)
    await record(base!)
    await record(street!, { title: '=1+1', attendances: 25 })
    await fold()
    const board = await base!.indicators.board({})
    const { content, fileName } = await base!.indicators.exportBoard({ indicator: 'trainings' })
    expect(fileName).toContain('2026-2026-03-02')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ExcelJS.Buffer)
    const columnsOf = (name: string, at: number[]) =>
      (book.getWorksheet(name)?.getRows(2, book.getWorksheet(name)!.rowCount - 1) ?? []).map(row =>
        at.map(place => row.getCell(place).value),
      )
    expect(columnsOf('全部指标', [1, 2])).toEqual(board.indicators.map(({ name, value }) => [name.zh, value ?? '']))
    expect(columnsOf('目标完成情况', [1, 2, 3])).toEqual(
      board.targets.map(({ name, value, plan }) => [name.zh, value ?? '', plan ?? '']),
    )
    expect(columnsOf('各机构', [2])).toEqual(board.children.map(({ figures }) => [figures['trainings']]))
    expect(columnsOf('近12个月', [1]).flat()).toEqual(board.months)
    const kept = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, line.tenants[0]!.id)),
    )
    expect(kept.filter(({ action }) => action === 'dashboard.export')).toHaveLength(1)
    const above = street!.indicators.exportBoard({ tenantId: line.tenants[0]!.id })
    expect((await refusalOf(above)).code).toBe('NOT_FOUND')
    expect(await refused(base!.indicators.exportBoard({ indicator: 'nothing' }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
  })
})
