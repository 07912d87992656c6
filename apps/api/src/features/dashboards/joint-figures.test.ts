import { asSystem } from '@fuqiao/db'
import { newOrganisation, newReferral, type TenantRow } from '@fuqiao/db/factories'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let member: TestPerson

/** Organisations: 东城区 14 in all, 海淀区 3, the centre none. Referrals: six from 东城区 to 海淀区, two from 海淀区 to the centre. */
beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  await asSystem(world.db, async tx => {
    const many = (tenant: TenantRow, count: number, stage: 'growing' | 'mature') =>
      Promise.all(
        Array.from({ length: count }, () =>
          newOrganisation(tx, { networkId: city.networkId, tenantId: tenant.id, stage }),
        ),
      )
    const own = await many(city.street, 8, 'growing')
    await many(city.neighbour, 6, 'mature')
    const foreign = await many(city.otherStreet, 3, 'growing')
    for (const organisation of own.slice(0, 6))
      await newReferral(tx, { organisation, toTenantId: city.otherDistrict.id, state: 'submitted', now: testMonday })
    for (const organisation of foreign.slice(0, 2))
      await newReferral(tx, { organisation, toTenantId: city.city.id, state: 'accepted', now: testMonday })
  })
  member = await city.at(city.sector, 'jointMeetingMember')
})
afterAll(() => world.close())

/** A cell that the meeting may not see opens nothing either. */
const hidden = { value: null, drill: null }
const period = { kind: 'quarter' } as const
type Figures = Awaited<ReturnType<TestPerson['api']['dashboards']['joint']>>
const seat = (figures: Figures, name: string) => figures.seats.find(line => line.name === name)

describe('the joint meeting’s figures', () => {
  test('are forbidden to everyone who does not sit in it, whatever else they are', async () => {
    for (const person of [
      await city.at(city.city, 'director', 'tenantAdmin'),
      await city.at(city.street, 'caseWorker'),
    ]) {
      expect(await refusalOf(person.api.dashboards.joint({}))).toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(await refusalOf(world.anonymous.dashboards.joint({}))).toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('hide counts from 1 to 4, and the next smallest that would betray them through the total', async () => {
    const figures = await member.api.dashboards.joint({ period })
    expect(figures.smallCell).toBe(5)
    expect(seat(figures, '海淀区中心')).toMatchObject({ organisations: hidden, sent: hidden })
    expect(seat(figures, '东城区中心')).toMatchObject({ organisations: hidden, sent: hidden })
    expect(seat(figures, '市中心')?.organisations.value).toBe(0)
    expect(figures.totals.organisations.value).toBe(17)
    expect(figures.byState).toContainEqual({ key: 'accepted', ...hidden })
    expect(figures.byState).toContainEqual({ key: 'submitted', ...hidden })
  })

  test('cannot be undone by adding up: no hidden count is left over by what any table shows', async () => {
    const { seats, totals, ...tables } = await member.api.dashboards.joint({ period })
    const cuts: [number | null, (number | null)[]][] = [
      [totals.organisations.value, seats.map(({ organisations }) => organisations.value)],
      [totals.organisations.value, tables.byStage.map(({ value }) => value)],
      [totals.organisations.value, tables.byKind.map(({ value }) => value)],
      [totals.organisations.value, tables.byField.map(({ value }) => value)],
      [totals.added.value, seats.map(({ added }) => added.value)],
      [totals.referrals.value, seats.map(({ sent }) => sent.value)],
      [totals.referrals.value, seats.map(({ received }) => received.value)],
      [totals.referrals.value, tables.byState.map(({ value }) => value)],
      [totals.referrals.value, tables.byMonth.map(({ value }) => value)],
      [totals.referrals.value, tables.flows.map(({ value }) => value)],
      [
        seat({ seats } as Figures, '市中心')?.received.value ?? null,
        tables.flows.filter(({ to }) => to === 'city').map(({ value }) => value),
      ],
    ]
    for (const [whole, parts] of cuts) {
      expect(parts.every(value => value === null || value === 0 || value >= 5)).toBe(true)
      const hidden = parts.filter(value => value === null).length
      if (whole === null || hidden === 0) continue
      expect(hidden).toBeGreaterThan(1)
      expect(whole - parts.reduce<number>((all, value) => all + (value ?? 0), 0)).toBeGreaterThanOrEqual(5)
    }
  })

  test('are shown whole to a member of the city centre, who supervises everyone', async () => {
    const top = await city.at(city.city, 'jointMeetingMember', 'director')
    const figures = await top.api.dashboards.joint({ period })
    expect(figures.smallCell).toBeNull()
    expect(seat(figures, '海淀区中心')).toMatchObject({
      organisations: { value: 3 },
      sent: { value: 2 },
      received: { value: 6 },
      drill: { page: 'board' },
    })
    expect(figures.flows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from: 'street', to: 'district', value: 6 }),
        expect.objectContaining({ from: 'street', to: 'city', value: 2 }),
      ]),
    )
  })

  test('show a district’s member the own seat whole, and of the others no way in', async () => {
    const own = await city.at(city.otherDistrict, 'jointMeetingMember', 'caseWorker')
    const figures = await own.api.dashboards.joint({ period })
    expect(seat(figures, '海淀区中心')).toMatchObject({
      organisations: { value: 3 },
      sent: { value: 2 },
      isOwn: true,
      drill: { page: 'board', query: { tenantId: city.otherDistrict.id } },
    })
    expect(seat(figures, '东城区中心')).toMatchObject({ isOwn: false, drill: null })
    expect(figures.seats.filter(({ isOwn }) => isOwn)).toHaveLength(1)
  })

  test('name no organisation and no referral, and say no time to answer where fewer than five did', async () => {
    const figures = await member.api.dashboards.joint({ period })
    expect(JSON.stringify(figures)).not.toMatch(/organisationId|referralId|互助|"name":"[^"]*(服务队|促进会)/)
    expect(figures.seats.map(({ medianAcknowledgeHours }) => medianAcknowledgeHours)).toEqual([null, null, null])
    expect(figures.seats.every(({ drill }) => drill === null)).toBe(true)
  })

  test('a street’s member has a seat in its district but does not see the district’s small counts', async () => {
    const street = await city.at(city.otherStreet, 'jointMeetingMember')
    const line = seat(await street.api.dashboards.joint({ period }), '海淀区中心')
    expect(line).toMatchObject({ isOwn: true, organisations: hidden, drill: null })
  })
})
