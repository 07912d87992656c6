import { asSystem, schema } from '@fuqiao/db'
import { newDossier, newOrganisation, newTenant, type TenantRow } from '@fuqiao/db/factories'
import type { UpkeepRule } from '@fuqiao/domain/upkeep'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOfTables } from '../../../test/every-call.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { lineOf } from '../../../test/line-of.ts'
import { refusalOf } from '../../../test/small-city.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

type Api = TestPerson['api']
const wuhan = () => lineOf(world, 'wuhan-2015', ['4201', '420106', '420106003', '420106003'])
const zhengzhou = () => lineOf(world, 'zhengzhou-2018', ['4101', '410102'])
const beijing = () => lineOf(world, 'beijing-2017', ['11', '110101', '110101001'])

const card = {
  ...{ name: '何小满', post: '主管', isFullTime: true, isPurchasedPost: false, certificate: 'none' as const },
  ...{ certificateNumber: '', hasSocialWorkDegree: false, monthlyPay: null, isPartyMember: false, from: '2020-01-01' },
}
const hire = (api: Api, more: Partial<Parameters<Api['staff']['add']>[0]> = {}) =>
  api.staff.add({ key: randomUUID(), ...card, ...more })
const addRoom = (api: Api, more: Partial<Parameters<Api['premises']['addRoom']>[0]> = {}) =>
  api.premises.addRoom({
    ...{ key: randomUUID(), name: '一室', uses: ['office'], squareMetres: 15, isShared: false },
    ...more,
  })
const addEquipment = (api: Api, kind: 'desk' | 'projector' | 'fireExtinguisher', goodUntil: string | null = null) =>
  api.premises.addEquipment({ key: randomUUID(), kind, note: '', quantity: 1, goodUntil })
const train = (api: Api, staffMemberId: string, hours: number, heldOn = '2025-05-20') =>
  api.staff.addTraining({ key: randomUUID(), staffMemberId, kind: 'rotation', topic: '运营轮训', heldOn, hours })

/** How a rule stands for whoever asks: what it asks for, what there is, the provision; in the order of the rules. */
async function standing(api: Api, rule: UpkeepRule, tenantId?: string) {
  const { findings } = await api.upkeep.read(tenantId ? { tenantId } : {})
  return findings
    .filter(found => found.rule === rule)
    .map(({ about, asked, found, provision, isKept }) => [about, asked, found, provision, isKept])
}
/** What the one above reads of those below: the rules that each breaks. */
const brokenBelow = async (api: Api, input: Parameters<Api['upkeep']['below']>[0] = {}) =>
  (await api.upkeep.below(input)).rows.map(({ tenantId, broken }) => [tenantId, broken.map(({ rule }) => rule)])

test('[W-06] full-time staff is required of city and district, part-time staff does at street and community; breaches are listed to the incubator and its superiors', async () => {
  const { tenants, directors } = await wuhan()
  const [city, district, street, community] = directors.map(({ api }) => api)
  for (const api of [city!, district!]) {
    await hire(api, { isFullTime: false })
    expect(await standing(api, 'fullTime')).toEqual([[null, 1, 0, 'W-06', false]])
  }
  expect(await standing(community!, 'staff')).toEqual([[null, 1, 0, 'W-06', false]])
  await hire(street!, { isFullTime: false })
  expect(await standing(street!, 'staff')).toEqual([[null, 1, 1, 'W-06', true]])
  expect(await standing(street!, 'fullTime')).toEqual([])
  expect(await brokenBelow(city!, { rule: 'fullTime' })).toEqual([[tenants[1]!.id, ['fullTime']]])
  expect(await brokenBelow(street!, { rule: 'staff' })).toEqual([[tenants[3]!.id, ['staff']]])
  const { id, version } = await hire(district!)
  expect(await standing(city!, 'fullTime', tenants[1]!.id)).toEqual([[null, 1, 1, 'W-06', true]])
  // Whoever has left is no longer at work: the row stays, the breach is back.
  await district!.staff.end({ id, version, until: '2026-02-28' })
  expect(await standing(district!, 'fullTime')).toEqual([[null, 1, 0, 'W-06', false]])
  expect((await district!.staff.list({})).rows).toHaveLength(2)
})

test('[W-06] people with a qualification in social work come first: the register shows their share of the full-time staff', async () => {
  const { directors } = await wuhan()
  const { api } = directors[1]!
  await hire(api, { certificate: 'socialWorker', certificateNumber: '演示0001' })
  await hire(api, { hasSocialWorkDegree: true })
  await hire(api)
  await hire(api, { certificate: 'senior', isFullTime: false })
  expect(await api.staff.list({})).toMatchObject({ prefersQualified: true, share: { certified: 2, fullTime: 3 } })
})

test('[W-07] premises fit for office, activity and incubation: what is missing is named, one room may serve several uses', async () => {
  const { directors } = await wuhan()
  const { api } = directors[2]!
  expect((await standing(api, 'room')).map(([about, , , , isKept]) => [about, isKept])).toEqual([
    ['office', false],
    ['activity', false],
    ['incubation', false],
  ])
  const { id } = await addRoom(api, { uses: ['office', 'incubation'], squareMetres: 9.5 })
  await addEquipment(api, 'desk')
  expect(await brokenBelow(directors[0]!.api, { rule: 'room' })).toHaveLength(3)
  expect(await standing(api, 'room')).toContainEqual(['activity', 1, 0, 'W-07', false])
  await api.premises.changeRoom({
    ...{ id, version: 1, name: '一室', uses: ['office', 'activity', 'incubation'], squareMetres: 9.5, isShared: true },
  })
  expect((await standing(api, 'room')).every(([, , , , isKept]) => isKept)).toBe(true)
  expect(await standing(api, 'equipment')).toEqual([['matching', 1, 1, 'W-07', true]])
})

test('[W-15] three party members in an incubator ask for a branch, a joint one does, an instructor does not', async () => {
  const { tenants, directors } = await wuhan()
  const { api } = directors[2]!
  const people = [1, 2, 3].map(() => ({ isPartyMember: true, isFullTime: false }))
  for (const person of people.slice(1)) await hire(api, person)
  expect(await standing(api, 'branch')).toEqual([])
  await hire(api, people[0])
  expect(await standing(api, 'branch')).toEqual([[null, 1, 0, 'W-15', false]])
  expect(await brokenBelow(directors[1]!.api, { rule: 'branch' })).toEqual([[tenants[2]!.id, ['branch']]])
  const say = (form: 'instructor' | 'jointBranch', version: number) =>
    api.upkeep.saveParty({ form, version, branchName: '', foundedOn: null })
  await say('instructor', 0)
  expect(await standing(api, 'branch')).toEqual([[null, 1, 0, 'W-15', false]])
  await say('jointBranch', 1)
  expect(await standing(api, 'branch')).toEqual([[null, 1, 1, 'W-15', true]])
  expect((await refusalOf(say('instructor', 1))).body).toMatchObject({
    appCode: 'VERSION_CONFLICT',
    params: { version: 2 },
  })
})

test('[W-15] an organisation with three members and no branch is listed to its incubator and the superior, by the count of its dossier or its named people', async () => {
  const { networkId, tenants, directors } = await wuhan()
  const street = tenants[2]!
  const make = (form: 'none' | 'ownBranch', members: number) =>
    asSystem(world.db, async tx => {
      const organisation = await newOrganisation(tx, { networkId, tenantId: street.id })
      const party = { form, members, activitiesLastYear: 0, note: '' }
      await newDossier(tx, { organisation, bodies: { party } })
      return organisation.id
    })
  const counted = await make('none', 3)
  await make('ownBranch', 9)
  const named = await make('none', 2)
  const person = { organisationId: named, name: '江一', position: '干事', isPartyMember: true }
  for (const name of ['甲', '乙', '丙', '丁']) await directors[2]!.api.organisations.addPerson({ ...person, name })
  for (const { api } of directors.slice(0, 3)) {
    const { organisations, branchFrom } = await api.upkeep.read({ tenantId: street.id })
    expect(branchFrom).toBe(3)
    expect(organisations?.map(({ id, members }) => [id, members])).toEqual([
      [named, 4],
      [counted, 3],
    ])
  }
  const admin = await world.person({ networkId, tenantId: street.id, roles: ['tenantAdmin'] })
  expect((await admin.api.upkeep.read({})).organisations).toBeNull()
})

test('[Z-02] the share of full-time staff with a certificate or a degree in social work is computed from the named people of an agency', async () => {
  const { networkId, tenants, directors } = await zhengzhou()
  const { api } = directors[1]!
  const { id: organisationId } = await asSystem(world.db, tx =>
    newOrganisation(tx, { networkId, tenantId: tenants[1]!.id, kind: 'serviceOrganisation' }),
  )
  const add = (more: object) => api.organisations.addPerson({ organisationId, name: '林青', position: '社工', ...more })
  const share = async (as: Api) => (await as.organisations.openDossier({ id: organisationId })).people?.share
  expect(await share(api)).toEqual({ certified: 0, fullTime: 0 })
  await add({ certificate: '会计从业资格' })
  await add({ certificate: '助理社会工作师', isFullTime: false })
  await add({ certificate: '社会工作师', hasSocialWorkDegree: true })
  await add({})
  expect(await share(api)).toEqual({ certified: 1, fullTime: 3 })
  await add({ hasSocialWorkDegree: true })
  // The superior reads people masked, and the share as it is.
  expect(await share(directors[0]!.api)).toEqual({ certified: 2, fullTime: 4 })
})

test('[Z-06] a base has three offices of 15 m² or more with one larger shared room among them, desks, a projector and fire equipment that is in date', async () => {
  const { tenants, directors } = await zhengzhou()
  const [city, base] = directors.map(({ api }) => api)
  expect(await standing(city!, 'room')).toEqual([])
  const missing = async () =>
    (await base!.upkeep.read({})).findings.filter(({ isKept }) => !isKept).map(({ rule, about }) => about ?? rule)
  expect(await missing()).toEqual([
    'fullTime',
    'rooms',
    'activity',
    'incubation',
    'sharedRoom',
    'desks',
    'projector',
    'fire',
  ])
  await hire(base!, { from: '2026-02-01' })
  await addRoom(base!)
  const small = await addRoom(base!, { squareMetres: 14.9 })
  await addRoom(base!, { uses: ['meeting', 'activity', 'incubation'], squareMetres: 15, isShared: true })
  await addEquipment(base!, 'desk')
  await addEquipment(base!, 'projector')
  await addEquipment(base!, 'fireExtinguisher', '2026-03-01')
  expect(await standing(base!, 'room')).toContainEqual(['rooms', 3, 2, 'Z-06', false])
  expect(await missing()).toEqual(['rooms', 'fire'])
  await base!.premises.changeRoom({
    ...{ id: small.id, version: 1, name: '二室', uses: ['office'], squareMetres: 15, isShared: false },
  })
  // Now as large as the offices, the shared room is no larger one.
  expect(await missing()).toEqual(['sharedRoom', 'fire'])
  const { rooms, equipment } = await base!.premises.read({})
  const shared = rooms.find(({ isShared }) => isShared)!
  await base!.premises.changeRoom({ ...shared, squareMetres: 15.1 })
  const fire = equipment.find(({ kind }) => kind === 'fireExtinguisher')!
  await base!.premises.changeEquipment({ ...fire, goodUntil: '2026-03-02' })
  expect(await missing()).toEqual([])
  expect(await brokenBelow(city!)).toEqual([])
  await base!.premises.removeRoom({ id: small.id, version: 2 })
  expect(await brokenBelow(city!)).toEqual([[tenants[1]!.id, ['room']]])
})

test('[B-23] whoever was at work all last year is trained the hours that the rules ask for; the register says who is missing some', async () => {
  const { tenants, directors } = await beijing()
  const [city, district] = directors.map(({ api }) => api)
  const old = await hire(district!)
  await hire(district!, { name: '新来', from: '2025-03-01' })
  await train(district!, old.id, 23.5)
  await train(district!, old.id, 30, '2026-01-15')
  expect(await standing(district!, 'training')).toEqual([[null, 1, 0, 'B-23', false]])
  const register = await district!.staff.list({})
  expect(register.hoursPerYear).toBe(24)
  expect(
    register.rows.map(({ name, hoursLastYear, hoursThisYear, lacksTraining }) => [
      name,
      hoursLastYear,
      hoursThisYear,
      lacksTraining,
    ]),
  ).toEqual([
    ['何小满', 23.5, 30, true],
    ['新来', 0, 0, false],
  ])
  const { id } = await train(district!, old.id, 0.5, '2025-12-31')
  expect(await standing(city!, 'training', tenants[1]!.id)).toEqual([[null, 1, 1, 'B-23', true]])
  await district!.staff.removeTraining({ id })
  expect(await standing(district!, 'training')).toEqual([[null, 1, 0, 'B-23', false]])
  const tomorrow = await refusalOf(train(district!, old.id, 1, '2026-03-03'))
  expect(tomorrow.body).toMatchObject({ fields: { heldOn: 'INPUT_DAY_IN_FUTURE' } })
})

test('[B-23] a purchased post is not paid below the local pay of social workers; other posts are the incubator’s own affair', async () => {
  const { tenants, directors } = await beijing()
  const [city, , street] = directors.map(({ api }) => api)
  const { payFloor } = await street!.staff.list({})
  const floor = payFloor!.yuanPerMonth
  await hire(street!, { isPurchasedPost: true, monthlyPay: floor })
  const low = await hire(street!, { isPurchasedPost: true, monthlyPay: floor - 1 })
  await hire(street!, { monthlyPay: floor - 1 })
  expect(await standing(street!, 'payFloor')).toEqual([[null, 2, 1, 'B-23', false]])
  expect(await brokenBelow(city!, { rule: 'payFloor' })).toEqual([[tenants[2]!.id, ['payFloor']]])
  await street!.staff.change({ ...card, id: low.id, version: 1, isPurchasedPost: true, monthlyPay: floor })
  expect(await standing(street!, 'payFloor')).toEqual([[null, 2, 2, 'B-23', true]])
})

describe('the register of staff', () => {
  test('is answered without pay and numbers to whoever does not keep it, and to superiors without names', async () => {
    const { networkId, tenants, directors } = await beijing()
    await hire(directors[2]!.api, { certificate: 'assistant', certificateNumber: '演示0002', monthlyPay: 6100 })
    const worker = await world.person({ networkId, tenantId: tenants[2]!.id, roles: ['caseWorker'] })
    const admin = await world.person({ networkId, tenantId: tenants[2]!.id, roles: ['tenantAdmin'] })
    const read = async (api: Api) => {
      const { masked, mayKeep, rows } = await api.staff.list({ tenantId: tenants[2]!.id })
      const { name, certificate, certificateNumber, monthlyPay } = rows[0]!
      return [masked, mayKeep, name, certificate, certificateNumber, monthlyPay]
    }
    expect(await read(admin.api)).toEqual(['nothing', true, '何小满', 'assistant', '演示0002', 6100])
    expect(await read(worker.api)).toEqual(['pay', false, '何小满', 'assistant', '****', null])
    for (const { api } of directors.slice(0, 2))
      expect(await read(api)).toEqual(['person', false, '何**', 'assistant', '****', null])
  })

  test('is kept by director and administrator alone, and by no superior; whoever is refused changes nothing', async () => {
    const { networkId, tenants, directors } = await beijing()
    const street = directors[2]!.api
    const { id } = await hire(street)
    const room = await addRoom(street)
    const at = (tenant: TenantRow, role: 'caseWorker' | 'auditor') =>
      world.person({ networkId, tenantId: tenant.id, roles: [role] })
    const worker = await at(tenants[2]!, 'caseWorker')
    const auditor = await at(tenants[2]!, 'auditor')
    const stranger = (await beijing()).directors[0]!
    const before = await digestOfTables(world.db)
    for (const [{ api }, code] of [
      [worker, 'NOT_ALLOWED'],
      [directors[1]!, 'NOT_ALLOWED'],
      [stranger, 'NOT_FOUND'],
    ] as const) {
      const calls = [
        () => api.staff.change({ ...card, id, version: 1, post: '他改' }),
        () => api.staff.end({ id, version: 1, until: '2026-03-02' }),
        () => train(api, id, 8),
        () => api.premises.removeRoom({ id: room.id, version: 1 }),
      ]
      for (const call of calls) expect((await refusalOf(call())).body.appCode).toBe(code)
    }
    for (const call of [() => hire(worker.api), () => addRoom(worker.api), () => auditor.api.staff.list({})])
      expect((await refusalOf(call())).body.appCode).toBe('NOT_ALLOWED')
    // Neither a neighbour's nor a superior's, although the directory of the network is open.
    for (const tenantId of [tenants[0]!.id, stranger.personId])
      for (const read of [street.staff.list, street.premises.read, street.upkeep.read])
        expect((await refusalOf(read({ tenantId }))).body.appCode).toBe('NOT_FOUND')
    expect(await digestOfTables(world.db)).toEqual(before)
  })

  test('refuses a stale version, a term that ends before it begins, and repeats an answer to the same key', async () => {
    const { networkId, directors } = await beijing()
    const { api } = directors[2]!
    const input = { key: randomUUID(), ...card }
    const first = await api.staff.add(input)
    expect(await api.staff.add(input)).toEqual(first)
    await api.staff.change({ ...card, ...first, post: '副主管' })
    const stale = await refusalOf(api.staff.change({ ...card, ...first, post: '再改' }))
    expect(stale.body).toMatchObject({ appCode: 'VERSION_CONFLICT', params: { version: 2 } })
    const early = await refusalOf(api.staff.end({ id: first.id, version: 2, until: '2019-12-31' }))
    expect(early.body).toMatchObject({ fields: { until: 'INPUT_STAFF_TERM' } })
    const { staffMember } = schema
    const rows = await asSystem(world.db, tx =>
      tx.select().from(staffMember).where(eq(staffMember.networkId, networkId)),
    )
    expect(rows).toMatchObject([{ post: '副主管', version: 2, until: null }])
  })
})

test('the list below goes on where a page ended, and never looks beyond the line', async () => {
  const { networkId, tenants, directors } = await wuhan()
  const city = directors[0]!.api
  await asSystem(world.db, async tx => {
    for (let n = 0; n < 55; n += 1)
      await newTenant(tx, { networkId, parentId: tenants[1]!.id, divisionCode: '420106003' })
  })
  const first = await city.upkeep.below({})
  expect(first.rows).toHaveLength(50)
  const second = await city.upkeep.below({ cursor: first.next! })
  const ids = [...first.rows, ...second.rows].map(({ tenantId }) => tenantId)
  expect(new Set(ids).size).toBe(58)
  expect(second.next).toBeNull()
  expect((await directors[3]!.api.upkeep.below({})).rows).toEqual([])
  expect((await directors[3]!.api.upkeep.below({ cursor: tenants[0]!.id })).rows).toEqual([])
})
