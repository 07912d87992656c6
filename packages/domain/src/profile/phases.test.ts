import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasFunction, parseProfile, phaseAt, type Profile } from './index.ts'

const read = (id: string) =>
  JSON.parse(readFileSync(new URL(`../../../../db/profiles/${id}.json`, import.meta.url), 'utf8')) as object
const beijing = parseProfile(read('beijing-2017'))
const known = new Map<string, Profile>(beijing.ok ? [['beijing-2017', beijing.profile]] : [])
const phase = {
  id: 'first',
  name: { zh: '一期', en: 'First' },
  from: '2021-10-01',
  until: '2022-09-30',
  functions: ['incubation'],
}
const faultsOf = (phases: unknown) => {
  const parsed = parseProfile({ ...read('lingwu-2021'), phases }, known)
  return parsed.ok ? [] : parsed.faults.map(({ path, reason }) => [path, reason])
}

describe('phases', () => {
  it.each([
    [[{ ...phase, until: '2021-09-30' }], 'phases.0.until', 'the phase ends before it begins'],
    [
      [phase, { ...phase, id: 'second', from: '2022-09-30', until: '2023-09-30', functions: ['capability'] }],
      'phases.1.from',
      'the phase begins before the one before it ends',
    ],
    [[{ ...phase, functions: ['flying'] }], 'phases.0.functions.0', 'the network has no function "flying"'],
    [
      [phase, { ...phase, id: 'second', from: '2022-10-01', until: '2023-09-30' }],
      'phases.1.functions.0',
      '"incubation" is switched on already',
    ],
    [
      [phase, { ...phase, from: '2022-10-01', until: '2023-09-30', functions: ['capability'] }],
      'phases.1',
      '"first" is listed twice',
    ],
  ])('are refused with place and reason', (phases, path, reason) => {
    expect(faultsOf(phases)).toEqual([[path, reason]])
  })

  it('switch functions on from their first day, for good', () => {
    const parsed = parseProfile(read('lingwu-2021'), known)
    if (!parsed.ok) throw new Error('no profile')
    const on = (date: string) =>
      ['partyBuildingLead', 'resourceMatching', 'thinkTank'].map(id => hasFunction(parsed.profile, id, date))
    expect([on('2021-09-30'), on('2021-10-01'), on('2022-10-01'), on('2026-03-02')]).toEqual([
      [false, false, false],
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ])
    expect([phaseAt(parsed.profile, '2022-09-30')?.id, phaseAt(parsed.profile, '2024-10-01')]).toEqual([
      'exploration',
      null,
    ])
  })
})
