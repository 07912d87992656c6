import { describe, expect, test } from 'vitest'
import type { UpkeepRules } from '../profile/index.ts'
import {
  certifiedShare,
  checkUpkeep,
  compareUpkeep,
  isSocialWorkCertificate,
  reachesShare,
  type StaffFacts,
  type UpkeepFacts,
} from './index.ts'

const today = '2026-03-02'
const person = (more: Partial<StaffFacts> = {}): StaffFacts => ({
  ...{ isFullTime: true, isPurchasedPost: false, certificate: 'none', hasSocialWorkDegree: false, monthlyPay: null },
  ...{ isPartyMember: false, from: '2020-01-01', hoursLastYear: 0 },
  ...more,
})
const nothing: UpkeepFacts = { staff: [], rooms: [], equipment: [], partyForm: 'none' }
const name = { zh: '某', en: 'Some' }
const rules: UpkeepRules = {
  staffing: {
    posts: [
      { id: 'upper', tiers: ['city'], staffAtLeast: 2, fullTimeAtLeast: 1, provision: 'W-06' },
      { id: 'lower', tiers: ['street'], staffAtLeast: 1, fullTimeAtLeast: 0, provision: 'W-06' },
    ],
    training: { hoursPerYear: 24, isSetting: true },
    payFloor: { yuanPerMonth: 5000, of: 'purchasedPosts', isSetting: true },
  },
  premises: {
    tiers: ['street'],
    rooms: [{ id: 'rooms', name, uses: ['office', 'meeting'], atLeast: 3, squareMetresEach: 15 }],
    sharedRoom: { name, uses: ['meeting'] },
    equipment: [{ id: 'fire', name, kinds: ['fireExtinguisher', 'smokeAlarm'], atLeast: 2 }],
  },
  party: { branchFrom: 3 },
}
const at = (
  tier: 'city' | 'street',
  facts: Partial<UpkeepFacts>,
  kind: 'administrative' | 'foundation' = 'administrative',
) => checkUpkeep(rules, { tier, kind }, { ...nothing, ...facts }, today)
const of = (rule: string, ...given: Parameters<typeof at>) =>
  at(...given)
    .filter(finding => finding.rule === rule)
    .map(({ asked, found, isKept }) => [asked, found, isKept])

describe('the rules on an incubator', () => {
  test('ask a tier for full-time staff, or let part-time staff do; and nothing of a kind that they do not name', () => {
    const partTime = [person({ isFullTime: false })]
    expect(of('fullTime', 'city', { staff: partTime })).toEqual([[1, 0, false]])
    expect(of('staff', 'city', { staff: partTime })).toEqual([[2, 1, false]])
    expect(of('staff', 'street', { staff: partTime })).toEqual([[1, 1, true]])
    expect(of('fullTime', 'street', {})).toEqual([])
    expect(at('street', {}, 'foundation')).toEqual([])
  })

  test('judge the training of the last whole year, of whoever was at work all through it', () => {
    const staff = [
      person({ hoursLastYear: 24 }),
      person({ hoursLastYear: 23.5 }),
      person({ from: '2025-01-02' }),
      person({ from: '2025-01-01' }),
    ]
    expect(of('training', 'street', { staff })).toEqual([[3, 1, false]])
    expect(of('training', 'street', { staff: [person({ from: '2025-06-01' })] })).toEqual([])
  })

  test('hold the pay of purchased posts against the floor: the floor itself is enough, what nobody wrote down is not', () => {
    const bought = (monthlyPay: number | null) => person({ isPurchasedPost: true, monthlyPay })
    const staff = [bought(5000), bought(4999), bought(null), person({ monthlyPay: 100 })]
    expect(of('payFloor', 'street', { staff })).toEqual([[3, 1, false]])
    expect(of('payFloor', 'street', { staff: [person()] })).toEqual([])
  })

  test('count rooms by use and size, one shared room larger than the offices are on average, and equipment that is still good', () => {
    const room = (use: 'office' | 'meeting', squareMetres: number, isShared = false) => ({
      uses: [use],
      squareMetres,
      isShared,
    })
    const rooms = [room('office', 15), room('office', 14.9), room('meeting', 15, true)]
    expect(of('room', 'street', { rooms })).toEqual([[3, 2, false]])
    expect(of('sharedRoom', 'street', { rooms })).toEqual([[1, 1, true]])
    expect(of('sharedRoom', 'street', { rooms: [room('office', 20), room('meeting', 20, true)] })).toEqual([
      [1, 0, false],
    ])
    expect(of('sharedRoom', 'street', { rooms: [room('office', 15), room('meeting', 40)] })).toEqual([[1, 0, false]])
    expect(of('sharedRoom', 'street', { rooms: [room('meeting', 12, true)] })).toEqual([[1, 1, true]])
    const fire = (goodUntil: string | null) => ({ kind: 'fireExtinguisher' as const, quantity: 1, goodUntil })
    expect(of('equipment', 'street', { equipment: [fire(null), fire('2026-03-01')] })).toEqual([[2, 1, false]])
    expect(of('equipment', 'street', { equipment: [fire(null), fire(today)] })).toEqual([[2, 2, true]])
  })

  test('ask for a branch from so many members on; one together with others is one, an instructor is none', () => {
    const staff = [1, 2, 3].map(() => person({ isPartyMember: true }))
    expect(of('branch', 'street', { staff: staff.slice(1) })).toEqual([])
    expect(of('branch', 'street', { staff })).toEqual([[1, 0, false]])
    expect(of('branch', 'street', { staff, partyForm: 'instructor' })).toEqual([[1, 0, false]])
    expect(of('branch', 'street', { staff, partyForm: 'jointBranch' })).toEqual([[1, 1, true]])
  })

  test('a network without such rules asks for nothing', () => {
    expect(checkUpkeep({}, { tier: 'city', kind: 'administrative' }, nothing, today)).toEqual([])
  })
})

describe('two profiles side by side', () => {
  const standing = { tier: 'street', kind: 'administrative' } as const
  const between = (after: UpkeepRules, facts: Partial<UpkeepFacts>) => {
    const check = (by: UpkeepRules) => checkUpkeep(by, standing, { ...nothing, ...facts }, today)
    const { breached, kept } = compareUpkeep(check(rules), check(after))
    const said = (changes: typeof breached) =>
      changes.map(({ before, after: now }) => [(now ?? before)?.rule, before?.asked ?? null, now?.asked ?? null])
    return { breached: said(breached), kept: said(kept) }
  }
  const asking = (staffAtLeast: number): UpkeepRules => ({
    ...rules,
    staffing: { posts: [{ id: 'lower', tiers: ['street'], staffAtLeast, fullTimeAtLeast: 0 }] },
  })

  test('tell what is newly broken, and what is broken no more, and nothing of what stays as it was', () => {
    const staff = [person({ hoursLastYear: 24 })]
    expect(between(asking(1), { staff })).toEqual({ breached: [], kept: [] })
    expect(between(asking(2), { staff })).toEqual({ breached: [['staff', 1, 2]], kept: [] })
    expect(between(asking(2), {})).toEqual({ breached: [], kept: [] })
    // Of the premises that are dropped, those alone that were broken.
    expect(between({ ...asking(1), premises: undefined }, { staff }).kept).toEqual([
      ['room', 3, null],
      ['sharedRoom', 1, null],
      ['equipment', 2, null],
    ])
    expect(between({ ...rules, party: { branchFrom: 1 } }, { staff: [person({ isPartyMember: true })] })).toEqual({
      breached: [['branch', null, 1]],
      kept: [],
    })
  })
})

describe('the share of certified people', () => {
  const staff = (certified: number, others: number) => [
    ...Array.from({ length: certified }, () => ({ isFullTime: true, isCertified: true, hasSocialWorkDegree: true })),
    ...Array.from({ length: others }, () => ({ isFullTime: true, isCertified: false, hasSocialWorkDegree: false })),
  ]
  test.each([
    [1, 2, true],
    [1, 3, false],
    [33, 66, true],
    [33, 67, false],
    [0, 0, false],
  ])('of %i with and %i without: a third is reached exactly: %s', (certified, others, reached) => {
    expect(reachesShare(certifiedShare(staff(certified, others)), { part: 1, of: 3 })).toBe(reached)
  })

  test('counts the certificates of social work alone', () => {
    for (const text of ['助理社会工作师', '高级社会工作师', '社工证', 'Social Worker (intermediate)'])
      expect(isSocialWorkCertificate(text)).toBe(true)
    for (const text of ['', '会计从业资格', '心理咨询师']) expect(isSocialWorkCertificate(text)).toBe(false)
  })

  test('counts a degree like a certificate, each person once, and nobody who works part time', () => {
    const degree = { isFullTime: true, isCertified: false, hasSocialWorkDegree: true }
    const partTime = { isFullTime: false, isCertified: true, hasSocialWorkDegree: false }
    expect(certifiedShare([degree, partTime, ...staff(1, 1)])).toEqual({ certified: 2, fullTime: 3 })
  })
})
