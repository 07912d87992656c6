import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseProfile } from './parse-profile.ts'
import { parseVersion } from './versions.ts'

type Json = { reports: Record<string, unknown>[]; indicators: { id: string }[] }
const read = (id: string) =>
  JSON.parse(readFileSync(new URL(`../../../../db/profiles/${id}.json`, import.meta.url), 'utf8')) as Json
const beijing = read('beijing-2017')
const parsed = parseProfile(beijing)
if (!parsed.ok) throw new Error('the profile does not stand')
const { profile } = parsed
const of = (id: string) => {
  const other = parseProfile(read(id), new Map([[profile.id, profile]]))
  if (!other.ok) throw new Error(JSON.stringify(other.faults))
  return other.profile
}

test.each([
  ['an indicator that there is not', { lines: ['nothing'] }, 'reports.0.lines.0: there is no indicator "nothing"'],
  ['a line twice', { lines: ['services', 'services'] }, 'reports.0.lines.1: "services" is listed twice'],
  [
    'a tier that the network does not have',
    { makers: { tiers: ['county'] } },
    'reports.0.makers.tiers.0: the network has no tier "county"',
  ],
  [
    'a reminder before the stretch is over',
    { remindBefore: { days: 15, unit: 'workingDay' } },
    'reports.0.remindBefore: the reminder comes no later than the stretch ends',
  ],
  [
    'an appraisal in the middle of a year',
    { appraisal: { grades: ['a', 'b'].map(id => ({ id, name: { zh: id, en: id } })) } },
    'reports.0.appraisal: residents are appraised once a year',
  ],
])('reports with %s are refused with the place', (_, change, fault) => {
  const changed = structuredClone(beijing)
  Object.assign(changed.reports[0]!, change)
  const faulty = parseProfile(changed)
  expect(faulty.ok ? [] : faulty.faults.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([fault])
})

test('[Z-18] Zhengzhou reports at mid-year and at year-end what its document names; [L-17] Lingwu sums up each quarter, and appraises its residents each year', () => {
  const zhengzhou = of('zhengzhou-2018').reports
  expect(zhengzhou.map(({ cadence, provision }) => `${cadence} ${provision}`)).toEqual(['midYear Z-18', 'year Z-18'])
  for (const { narrative } of zhengzhou)
    expect(narrative.map(({ name, isRequired }) => [name.zh, isRequired])).toEqual([
      ['孵化基地运营情况', true],
      ['机构发展情况', true],
      ['提供专业服务情况', true],
    ])
  const lingwu = of('lingwu-2021').reports
  expect(lingwu.map(({ cadence, appraisal }) => [cadence, appraisal?.provision])).toEqual([
    ['quarter', undefined],
    ['year', 'L-17'],
  ])
})

test('a network whose document is silent reports by its basis, which says that it is a setting', () => {
  for (const id of ['wuhan-2015', 'jilin-2014']) {
    const silent = of(id)
    expect(silent.basis?.taken).toContain('reports')
    expect(silent.reports.every(({ isSetting, provision }) => isSetting && provision === undefined)).toBe(true)
  }
})

test('a version of rules from before there were reports has its document’s, of the indicators that it has', () => {
  const { reports, ...earlier } = profile
  expect(parseVersion(earlier, profile)).toMatchObject({ ok: true, profile: { reports } })
  const indicators = earlier.indicators.filter(({ id }) => id === 'services')
  const read = parseVersion({ ...earlier, indicators, targets: [] }, profile)
  expect(read).toMatchObject({ ok: true, profile: { reports: [{ lines: ['services'] }, { lines: ['services'] }] } })
})
