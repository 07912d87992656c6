import type { Period } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { newCapability, newOrganisation, newReferral, type OrganisationRow, type TenantRow } from '@fuqiao/db/factories'
import type { ReferralState } from '@fuqiao/domain'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { figuresIn, openFigure } from '../../../test/figures.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
const people: Record<string, TestPerson> = {}

const states: readonly ReferralState[] = [
  'awaitingConsent',
  'awaitingApproval',
  'submitted',
  'acknowledged',
  'accepted',
  'active',
  'outcomeReported',
  'closed',
  'declined',
]

/** Referrals of each state between all that send and all that receive, so that every viewer is party of some, desk of some and neither of others. */
beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const { networkId, street, neighbour, otherStreet, district, otherDistrict, sector } = city
  await asSystem(world.db, async tx => {
    const held = (tenant: TenantRow, more: Partial<OrganisationRow> = {}) =>
      newOrganisation(tx, { networkId, tenantId: tenant.id, ...more })
    const early = { createdAt: new Date('2025-09-10T02:00:00Z'), updatedAt: new Date('2025-09-10T02:00:00Z') }
    await held(street, {
      kind: 'communityFiled',
      stage: 'startUp',
      filingNumber: '东华门备〔2026〕1号',
      filedOn: '2026-02-03',
      createdAt: new Date('2026-02-03T02:00:00Z'),
      updatedAt: new Date('2026-02-03T02:00:00Z'),
    })
    await held(neighbour, { ...early, stage: 'preparing', kind: 'inPreparation' })
    await held(sector, { ...early, field: 'health' })
    const routes: [TenantRow, TenantRow][] = [
      [street, district],
      [street, neighbour],
      [neighbour, otherDistrict],
      [district, city.city],
      [otherStreet, sector],
      [otherDistrict, street],
    ]
    for (const [from, to] of routes)
      for (const [index, state] of states.entries()) {
        const organisation = await held(from, { ...early, field: index % 2 ? 'elderCare' : 'health' })
        const now = index % 2 ? testMonday : new Date('2026-02-06T17:00:00+08:00')
        await newReferral(tx, { organisation, toTenantId: to.id, state, now, need: index % 3 ? 'venue' : 'funds' })
      }
    const submitted = await tx.select().from(schema.referral).where(eq(schema.referral.state, 'submitted'))
    for (const { id } of submitted.slice(0, 3))
      await tx
        .update(schema.referral)
        .set({ escalationLevel: 2, dueAt: new Date('2026-02-20T10:00:00Z') })
        .where(eq(schema.referral.id, id))
    const closed = await tx.select().from(schema.referral).where(eq(schema.referral.state, 'closed'))
    for (const [index, { id }] of closed.slice(0, 4).entries())
      await tx
        .update(schema.referral)
        .set(index % 2 ? { senderConfirmedAt: null } : { organisationConfirmedAt: null })
        .where(eq(schema.referral.id, id))
    const expired = submitted.at(-1)
    if (expired)
      await tx
        .update(schema.referral)
        .set({ state: 'expired', holder: 'desk', holderTenantId: expired.deskTenantId })
        .where(eq(schema.referral.id, expired.id))
    await tx.update(schema.tenant).set({ status: 'suspended' }).where(eq(schema.tenant.id, otherStreet.id))
    await newCapability(tx, { ...street, tenantId: street.id, functions: ['venue', 'funds'], ceiling: 9 })
    await newCapability(tx, { ...district, tenantId: district.id, functions: ['venue'], fields: ['elderCare'] })
  })
  const places = { city: city.city, district, street, sector }
  for (const [name, tenant] of Object.entries(places)) people[name] = await city.at(tenant, 'director')
})
afterAll(() => world.close())

type Board = 'organisations' | 'coverage' | 'functions' | 'referrals' | 'unmetNeeds'
const boards: readonly Board[] = ['organisations', 'coverage', 'functions', 'referrals', 'unmetNeeds']
const year: Period = { kind: 'range', from: '2025-05-01', to: '2026-03-31' }
const person = (name: string): TestPerson => {
  const found = people[name]
  if (!found) throw new Error(`nobody at ${name}`)
  return found
}

/** What is no count: ratios, medians and indices, what an incubator says of itself, and the edges of a range. Their rows are beside them. */
const noCount =
  /\.(acceptanceRate|medianHours|slowTenthHours|medianAcknowledgeHours|organisationsPerIncubator|betweenStreets|betweenChildren|limitDays|ceiling|placesFree|smallCell|bins\.\d+\.(from|to))$/

/** Every figure of an answer is as long as what it opens, and so is every line of a list that goes on. */
async function expectToOpen(viewer: TestPerson, answer: unknown, period: Period): Promise<number> {
  const { figures, loose } = figuresIn(answer)
  expect(loose.filter(({ path }) => !noCount.test(path))).toEqual([])
  let opened = 0
  for (const { path, value, drill } of figures) {
    if (drill === null) {
      // Divisions have no parts at the lowest tier: nothing is counted there.
      expect({ path, value }).toEqual({ path: expect.stringMatching(/divisions(Below|Without)$/), value: 0 })
      continue
    }
    const { count, further } = await openFigure(viewer, drill, period)
    expect({ path, drill, count }).toEqual({ path, drill, count: value })
    opened++
    if (further) await expectToOpen(viewer, further.answer, further.period)
  }
  return opened
}

describe('every figure opens exactly what it counts', () => {
  const whose = ['city', 'district', 'street', 'sector'].flatMap(name => boards.map(board => [name, board] as const))

  test.each(whose)('at the %s, on the board of %s', { timeout: 60_000 }, async (name, board) => {
    const viewer = person(name)
    expect(await expectToOpen(viewer, await viewer.api.dashboards[board]({ period: year }), year)).toBeGreaterThan(0)
  })

  test.each(boards)('where the city looks at a district’s and a street’s %s, too', { timeout: 60_000 }, async board => {
    const viewer = person('city')
    for (const { id: tenantId } of [city.district, city.street])
      await expectToOpen(viewer, await viewer.api.dashboards[board]({ period: year, tenantId }), year)
  })

  test.each(['organisations', 'referrals', 'unmetNeeds'] as const)(
    'for a time that ends before today: %s',
    { timeout: 60_000 },
    async board => {
      const viewer = person('district')
      const period: Period = { kind: 'range', from: '2026-01-20', to: '2026-02-10' }
      await expectToOpen(viewer, await viewer.api.dashboards[board]({ period }), period)
    },
  )

  test.each(['city', 'district', 'street'])('on the own desk of the %s', async name => {
    const viewer = person(name)
    await expectToOpen(viewer, await viewer.api.dashboards.ownDesk(), year)
  })

  test('on the joint meeting’s board of a member at the top who reads boards', { timeout: 60_000 }, async () => {
    const member = await city.at(city.city, 'jointMeetingMember', 'director')
    const figures = await member.api.dashboards.joint({ period: year })
    expect(await expectToOpen(member, figures, year)).toBeGreaterThan(30)
  })

  test('on the joint meeting’s board of a district’s member for the own seat alone; all else is plainly a number', async () => {
    const member = await city.at(city.district, 'jointMeetingMember', 'director')
    const figures = await member.api.dashboards.joint({ period: year })
    const { seats, ...rest } = figures
    expect(figuresIn(rest).figures.filter(({ drill }) => drill !== null)).toEqual([])
    for (const seat of seats) {
      if (seat.key === city.district.id) expect(await expectToOpen(member, seat, year)).toBe(7)
      else expect(figuresIn(seat).figures.filter(({ drill }) => drill !== null)).toEqual([])
    }
  })
})

describe('of what a figure counts', () => {
  test('what silence closed is counted apart from what was confirmed, by incubator, and its list holds those alone', async () => {
    const viewer = person('city')
    const { closed, unconfirmed, children } = await viewer.api.dashboards.referrals({ period: year })
    expect([closed.value, unconfirmed.value]).toEqual([6, 4])
    expect(children.reduce((all, line) => all + line.unconfirmed.value, 0)).toBe(4)
    const filter = { side: 'to', moment: 'submitted', outcome: 'unconfirmed' } as const
    const own = await person('street').api.dashboards.referralList({ period: year, filter: { ...filter, side: 'any' } })
    expect(own.rows.rows.map(({ state, isUnconfirmed }) => [state, isUnconfirmed])).toEqual([
      ['closed', true],
      ['closed', true],
    ])
  })

  test('a superior who is no party has counts alone, to the last incubator, and never a name, a number or an id', async () => {
    const viewer = person('city')
    const filter = { side: 'to', moment: 'submitted' } as const
    const [near, far] = await Promise.all(
      [city.neighbour.id, city.street.id].map(tenantId =>
        viewer.api.dashboards.referralList({ tenantId, period: year, filter }),
      ),
    )
    // 景山 receives from its neighbour alone, whose desk is the district; what crosses districts has the city's desk.
    expect(near).toMatchObject({ total: 7, open: 0, rows: { rows: [] } })
    expect(near?.rest.reduce((all, { value }) => all + value, 0)).toBe(7)
    expect(JSON.stringify(near?.rest)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|2026-110|organisation/)
    expect(far).toMatchObject({ total: 7, open: 7, rest: [] })
    expect(far?.rows.rows.every(({ as, organisation }) => as === 'desk' && organisation === null)).toBe(true)
  })

  test('a street has every row, for it is a party of each', async () => {
    const list = await person('street').api.dashboards.referralList({ period: year, filter: { side: 'any' } })
    expect(list.rest).toEqual([])
    expect(list.open).toBe(list.total)
    expect(list.children).toEqual([])
  })

  test('a target that declined does not read again by field and need what the preview told it', async () => {
    const list = await person('district').api.dashboards.needList({
      tenantId: city.street.id,
      period: year,
      filter: { cause: 'capacity' },
    })
    const declined = await person('district').api.referrals.inbox({ filter: { states: ['declined'] } })
    expect(declined.rows.length).toBeGreaterThan(0)
    expect(list.rows.rows.map(({ as }) => as)).not.toContain('target')
  })
})
