import { describe, expect, test } from 'vitest'
import { agreement, standing, terms, TODAY, under, worker } from '../../test/agreement-fixture.ts'
import { instantAt } from '../calendar/civil-date.ts'
import type { AgreementFacts } from './machine.ts'
import { monthOf, standingAccepts, type StandingReferral, type StandingUsage } from './standing.ts'
import type { StandingTerms } from './terms.ts'

const referral: StandingReferral = {
  from: 'first',
  to: 'second',
  mode: 'coService',
  field: 'elderCare',
  divisionCode: '110101001',
}
const none: StandingUsage = { inMonth: 0, inAll: 0 }
const running = (over: Partial<StandingTerms> = {}, more: Partial<AgreementFacts> = {}) =>
  agreement({ state: 'inForce', terms: { ...terms, standing: { ...standing, ...over } }, ...more })

const answer = (facts: AgreementFacts, about: Partial<StandingReferral> = {}, usage = none, now = TODAY) => {
  const given = standingAccepts(facts, { ...referral, ...about }, usage, { rules: under(worker).rules, now })
  return given.accepts ? 'accepts' : given.reason
}

describe('[B-20] a standing agreement', () => {
  test('accepts what it covers: direction, way, field and area', () => {
    expect(answer(running())).toBe('accepts')
    expect(answer(running(), { from: 'second', to: 'first' })).toBe('otherDirection')
    expect(answer(running(), { to: null })).toBe('otherDirection')
    expect(answer(running({ accepting: 'first' }), { from: 'second', to: 'first' })).toBe('accepts')
    expect(answer(running(), { mode: 'handOver' })).toBe('modeNotCovered')
    expect(answer(running({ fields: ['health'] }))).toBe('fieldNotCovered')
    expect(answer(running({ fields: ['health', 'elderCare'] }))).toBe('accepts')
    expect(answer(running({ fields: ['health'] }), { field: null })).toBe('fieldNotCovered')
    expect(answer(running({ divisionCodes: ['110102'] }))).toBe('areaNotCovered')
    expect(answer(running({ divisionCodes: ['110102', '110101'] }))).toBe('accepts')
    expect(answer(running({ divisionCodes: ['110101'] }), { divisionCode: null })).toBe('areaNotCovered')
  })

  test('accepts to its quota and no further, counted over the month or the whole term', () => {
    expect(answer(running(), {}, { inMonth: 1, inAll: 40 })).toBe('accepts')
    expect(answer(running(), {}, { inMonth: 2, inAll: 2 })).toBe('quotaUsed')
    expect(answer(running({ quotaPer: 'term' }), {}, { inMonth: 0, inAll: 2 })).toBe('quotaUsed')
    expect(answer(running({ quotaPer: 'term' }), {}, { inMonth: 0, inAll: 1 })).toBe('accepts')
  })

  test('accepts nothing while it is paused, outside its term, not in force, or without standing terms', () => {
    expect(answer(running({}, { pausedBy: 'director' }))).toBe('paused')
    expect(answer(running({}, { health: { freeCapacity: 0, accepted: 9, declined: 0 } }))).toBe('capacityFull')
    expect(answer(running({}, { health: { freeCapacity: 9, accepted: 1, declined: 9 } }))).toBe('recordLow')
    expect(answer(running(), {}, none, instantAt('2027-11-01', '00:00'))).toBe('notInForce')
    expect(answer(running(), {}, none, instantAt('2026-10-31', '23:59'))).toBe('notInForce')
    for (const state of ['draft', 'proposed', 'signed', 'ended', 'declined', 'withdrawn'] as const)
      expect(answer(running({}, { state }))).toBe('notInForce')
    expect(answer(agreement({ state: 'inForce', terms: { ...terms, standing: null } }))).toBe('noStandingTerms')
  })

  test('counts months as the calendar of Shanghai does', () => {
    expect(monthOf(new Date('2026-12-31T16:30:00Z'))).toEqual({
      from: instantAt('2027-01-01', '00:00'),
      until: instantAt('2027-02-01', '00:00'),
    })
    expect(monthOf(TODAY).from).toEqual(instantAt('2026-11-01', '00:00'))
  })
})
