import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bucketsOfYear, daysOfBucket, monthsUpTo, yearBefore } from '../indicators/buckets.ts'
import { figureOf, planOf } from '../indicators/reckon.ts'
import { parseProfile } from './parse-profile.ts'
import { parseVersion } from './versions.ts'

const beijing = JSON.parse(
  readFileSync(new URL('../../../../db/profiles/beijing-2017.json', import.meta.url), 'utf8'),
) as {
  indicators: Record<string, unknown>[]
  targets: Record<string, unknown>[]
}
const faultsOf = (change: (profile: typeof beijing) => void) => {
  const profile = structuredClone(beijing)
  change(profile)
  const parsed = parseProfile(profile)
  return parsed.ok ? [] : parsed.faults.map(({ path, reason }) => `${path}: ${reason}`)
}
const find = (list: Record<string, unknown>[], id: string) => list.find(entry => entry['id'] === id)!

describe('indicators and targets of a profile', () => {
  test.each([
    [
      'a target in an indicator that there is not',
      (p: typeof beijing) => void (p.targets[0]!['indicator'] = 'nothing'),
      'targets.0.indicator: there is no indicator "nothing"',
    ],
    [
      'a share of a share',
      (p: typeof beijing) =>
        void (find(p.indicators, 'graduationRate')['reckoned'] = {
          as: 'share',
          part: 'graduationRate',
          whole: 'left',
        }),
      'indicators.5.reckoned.part: "graduationRate" is no indicator that is counted',
    ],
    [
      'what happens as something that is to stand by a day',
      (p: typeof beijing) => void (p.targets[0]!['indicator'] = 'services'),
      'targets.0.when: what is to stand by a day is an indicator of what there is',
    ],
    [
      'an activity that nobody records',
      (p: typeof beijing) =>
        void (find(p.indicators, 'trainings')['reckoned'] = { as: 'sum', kind: 'activity', details: ['drill'] }),
      'indicators.11.reckoned.details.0: no activity is recorded as "drill"',
    ],
    [
      'a tier that the network does not have',
      (p: typeof beijing) => void (p.targets[1]!['each'] = { of: 'division', tier: 'county' }),
      'targets.1.each: the network has no tier "county"',
    ],
    [
      'a share as a step of the life cycle',
      (p: typeof beijing) => void (find(p.indicators, 'graduationRate')['lifeCycleStep'] = 4),
      'indicators.5.lifeCycleStep: a step of the life cycle is an indicator of what happened',
    ],
    [
      'two indicators at one step of the life cycle',
      (p: typeof beijing) => void (find(p.indicators, 'services')['lifeCycleStep'] = 2),
      'indicators.10.lifeCycleStep: another indicator is step 2 already',
    ],
  ])('are refused with the place: %s', (_, change, fault) => {
    expect(faultsOf(change)).toEqual([fault])
  })

  test('a share is reckoned from its part and whole, and is nothing of nothing; what is each incubator’s multiplies with them', () => {
    const parsed = parseProfile(beijing)
    if (!parsed.ok) throw new Error('the profile does not stand')
    const { indicators, targets } = parsed.profile
    const rate = indicators.find(({ id }) => id === 'graduationRate')!
    expect(figureOf(rate, indicators, ({ detail }) => (detail === 'graduated' ? 2 : 3))).toBe(66.7)
    expect(figureOf(rate, indicators, () => 0)).toBeNull()
    const count = { incubators: () => 4, divisions: () => 17, isWhole: false }
    expect(targets.map(target => planOf(target, count))).toEqual([null, 17, 17, null, null])
    const each = { ...targets[0]!, each: { of: 'incubator' as const, tiers: ['street' as const] }, value: 2 }
    expect(planOf(each, count)).toBe(8)
  })
})

test('a version of a network’s rules from before there were indicators has those, and the aims, of its own document', () => {
  const parsed = parseProfile(beijing)
  if (!parsed.ok) throw new Error('the profile does not stand')
  const { indicators, targets, activityKinds, ...earlier } = parsed.profile
  const read = parseVersion(earlier, parsed.profile)
  expect(read).toMatchObject({ ok: true, profile: { indicators, targets, activityKinds } })
})

describe('a stretch of a year', () => {
  test('is a year, half, quarter or month, with its days, the year before and the months up to it', () => {
    expect(bucketsOfYear(2026)).toHaveLength(19)
    expect(['2026', '2026-H2', '2026-Q1', '2024-02'].map(bucket => Object.values(daysOfBucket(bucket)))).toEqual([
      ['2026-01-01', '2026-12-31'],
      ['2026-07-01', '2026-12-31'],
      ['2026-01-01', '2026-03-31'],
      ['2024-02-01', '2024-02-29'],
    ])
    expect([yearBefore('2026-Q1'), yearBefore('2026')]).toEqual(['2025-Q1', '2025'])
    expect(monthsUpTo('2026', '2026-03-05', 4)).toEqual(['2025-12', '2026-01', '2026-02', '2026-03'])
    expect(monthsUpTo('2025-H1', '2026-03-05', 2)).toEqual(['2025-05', '2025-06'])
    expect(() => daysOfBucket('all')).toThrow(RangeError)
  })
})
