import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Candidate, type PanelCase, standingOf } from './candidates.ts'
import { faultsOfLot, lotText, orderByLot } from './lot.ts'
import { resultOf, sumsOf } from './result.ts'
import { isSeated, maySeat, PANEL_STATES, SEAT_DEEDS, type SeatDeed, SEAT_STATES } from './states.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 })
const seed = fc.string({ minLength: 1, maxLength: 64 })

describe('a draw by lot', () => {
  test('[J-07] comes out the same for whoever does it again, whatever the order of the list', () => {
    fc.assert(
      fc.property(ids, seed, (list, given) => {
        const order = orderByLot(list, given, sha256)
        expect(orderByLot(list.toReversed(), given, sha256)).toEqual(order)
        expect(order.toSorted()).toEqual(list.toSorted())
        const published = { seed: given, seedDigest: sha256(given), expertIds: list, order }
        expect(faultsOfLot({ ...published, listDigest: sha256(lotText(list)) }, sha256)).toEqual([])
      }),
    )
  })

  test('goes on in the same order when somebody drops out: nobody else moves', () => {
    fc.assert(
      fc.property(ids, seed, fc.nat(), (list, given, at) => {
        const gone = list[at % list.length] ?? ''
        const without = orderByLot(
          list.filter(id => id !== gone),
          given,
          sha256,
        )
        expect(without).toEqual(orderByLot(list, given, sha256).filter(id => id !== gone))
      }),
    )
  })

  test('tells another seed, list or order from the one that was published', () => {
    const list = ['b', 'a', 'c']
    const order = orderByLot(list, 'seed', sha256)
    const whole = { seed: 'seed', seedDigest: sha256('seed'), expertIds: list, listDigest: sha256('a\nb\nc'), order }
    expect(faultsOfLot({ ...whole, seedDigest: sha256('other') }, sha256)).toEqual(['seed'])
    expect(faultsOfLot({ ...whole, expertIds: ['a', 'b'] }, sha256)).toEqual(['list', 'order'])
    expect(faultsOfLot({ ...whole, order: order.toReversed() }, sha256)).toEqual(['order'])
  })

  test('favours nobody: of many seeds each of ten comes first about as often', () => {
    const list = Array.from({ length: 10 }, (_, index) => `expert-${index}`)
    const firsts = Array.from({ length: 4000 }, (_, turn) => orderByLot(list, `seed ${turn}`, sha256)[0] ?? '')
    const counts = [...Map.groupBy(firsts, id => id).values()].map(of => of.length)
    expect(counts).toHaveLength(10)
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(100)
  })
})

describe('who is in the lot', () => {
  const expert = (over: Partial<Candidate> = {}): Candidate => ({
    ...{ id: 'x', fields: ['elderCare'], employer: '某大学', isActive: true, hasAccount: true, services: [], ties: [] },
    ...over,
  })
  const about: PanelCase = {
    ...{ field: 'elderCare', names: ['暖阳社(试点)', '旧名社'], declared: new Map(), today: '2026-03-02' },
  }
  const standing = (over: Partial<Candidate>, years = 3, more: Partial<PanelCase> = {}) =>
    standingOf(expert(over), { ...about, ...more }, years)

  test('[J-07] whoever works for the organisation, served it within the years, or of whom a conflict is declared is barred', () => {
    expect(standing({})).toBe('qualified')
    expect(standing({ employer: '暖阳社（试点）' })).toBe('sameEmployer')
    expect(standing({ employer: '旧名社' })).toBe('sameEmployer')
    expect(standing({ ties: [{ kind: 'employer', until: null }] })).toBe('sameEmployer')
    expect(standing({}, 3, { declared: new Map([['x', '近亲属']]) })).toBe('declared')
  })

  test.each([
    ['2023-03-02', 3, 'earlierService'],
    ['2023-03-01', 3, 'qualified'],
    [null, 0, 'earlierService'],
    ['2026-03-01', 0, 'qualified'],
  ] as const)('a service until %s bars within %i years: %s', (until, years, expected) => {
    expect(standing({ services: [{ name: '旧名社', until }] }, years)).toBe(expected)
    expect(standing({ ties: [{ kind: 'service', until }] }, years)).toBe(expected)
    expect(standing({ services: [{ name: '别的社', until }] }, years)).toBe('qualified')
  })

  test('counts the years to a leap day', () => {
    expect(standing({ services: [{ name: '旧名社', until: '2027-02-28' }] }, 1, { today: '2028-02-29' })).toBe(
      'earlierService',
    )
  })

  test('another field, no account, retired: not in the lot, and said so; a conflict is said first', () => {
    expect(standing({ fields: ['relief'] })).toBe('otherField')
    expect(standing({ hasAccount: false })).toBe('noAccount')
    expect(standing({ isActive: false })).toBe('retired')
    expect(standing({ fields: ['relief'], employer: '旧名社' })).toBe('sameEmployer')
  })
})

describe('what a panel came to', () => {
  const tenth = fc.integer({ min: 0, max: 1000 }).map(mark => mark / 10)
  const panel = fc.array(tenth, { minLength: 1, maxLength: 15 })

  test('lies between the lowest and the highest; its spread is nothing where all agree, and never more than half of what lies between', () => {
    fc.assert(
      fc.property(panel, marks => {
        const sums = sumsOf(marks)
        if (!sums) throw new Error('somebody gave marks')
        const { mean, spread, lowest, highest } = resultOf(sums, 60)
        expect(mean).toBeGreaterThanOrEqual(lowest - 0.005)
        expect(mean).toBeLessThanOrEqual(highest + 0.005)
        expect(spread).toBeLessThanOrEqual((highest - lowest) / 2 + 0.005)
        if (lowest === highest) expect(spread).toBe(0)
      }),
    )
  })

  test('passes exactly when the mean that is shown reaches the mark: rounding lets nobody through', () => {
    fc.assert(
      fc.property(panel, fc.integer({ min: 0, max: 100 }), (marks, passMark) => {
        const sums = sumsOf(marks)
        if (!sums) throw new Error('somebody gave marks')
        const { mean, passes } = resultOf(sums, passMark)
        expect(passes).toBe(mean >= passMark)
      }),
    )
  })

  test('is what is reckoned by hand', () => {
    const sums = sumsOf([70, 80, 60.5])
    expect(sums && resultOf(sums, 70)).toEqual({ mean: 70.17, spread: 7.96, lowest: 60.5, highest: 80, passes: true })
    expect(sumsOf([])).toBeNull()
  })
})

test('a seat that was left or scored is dealt with no more, and none once its panel is over', () => {
  for (const deed of Object.keys(SEAT_DEEDS) as SeatDeed[]) {
    for (const seat of ['recused', 'dismissed', 'scored'] as const) expect(maySeat(deed, seat, 'drawn')).toBe(false)
    for (const seat of SEAT_STATES)
      for (const panel of PANEL_STATES.filter(state => state !== 'drawn'))
        expect(maySeat(deed, seat, panel)).toBe(false)
  }
  expect(SEAT_STATES.filter(isSeated)).toEqual(['drawn', 'accepted', 'scored'])
})
