import { describe, expect, test } from 'vitest'
import { agreement, director, standing, terms, TODAY, under, worker } from '../../test/agreement-fixture.ts'
import { instantAt } from '../calendar/civil-date.ts'
import {
  AGREEMENT_ACTIONS,
  AGREEMENT_CLOCK_ACTIONS,
  AGREEMENT_STATES,
  AGREEMENT_TRANSITIONS,
  agreementDue,
  type AgreementCommand,
  type AgreementFacts,
  type AgreementViewer,
  availableAgreementActions,
  decideAgreement,
} from './machine.ts'
import { faultsOfTerms, latestEnd } from './terms.ts'

type Body = AgreementCommand extends infer C ? (C extends unknown ? Omit<C, 'expectedVersion'> : never) : never

const decide = (facts: AgreementFacts, body: Body, viewer: AgreementViewer, now = TODAY) =>
  decideAgreement(facts, { ...body, expectedVersion: facts.version }, under(viewer, now))
const codeOf = (...asked: Parameters<typeof decide>) => {
  const decision = decide(...asked)
  return decision.ok ? null : decision.refusal.code
}
const sign = { action: 'sign', signatory: '李主任' } as const

describe('an agreement', () => {
  test('is in force when both sides signed and its first day has come, whoever signs first', () => {
    expect(decide(agreement(), sign, director('second'))).toMatchObject({ ok: true, next: 'proposed' })
    const half = agreement({ signed: { first: false, second: true } })
    expect(decide(half, sign, director('first'))).toMatchObject({ ok: true, next: 'inForce' })
    const later = agreement({ signed: { first: true, second: false }, terms: { ...terms, from: '2026-12-01' } })
    expect(decide(later, sign, director('second'))).toMatchObject({ ok: true, next: 'signed' })
  })

  test('is signed by each side once, with a name, and not after its last day', () => {
    expect(codeOf(agreement({ signed: { first: true, second: false } }), sign, director('first'))).toBe(
      'AGREEMENT_SIGNED_ALREADY',
    )
    expect(codeOf(agreement(), { action: 'sign', signatory: '' }, director('first'))).toBe(
      'AGREEMENT_SIGNATORY_MISSING',
    )
    expect(codeOf(agreement(), sign, director('first'), instantAt('2027-11-01', '09:00'))).toBe('AGREEMENT_TERM_PAST')
  })

  test('is drafted, proposed and taken back by the first side, declined by the second', () => {
    const draft = agreement({ state: 'draft' })
    expect(decide(draft, { action: 'propose' }, director('first'))).toMatchObject({ next: 'proposed' })
    expect(codeOf(draft, { action: 'propose' }, director('second'))).toBe('AGREEMENT_NOT_YOURS')
    expect(decide(agreement(), { action: 'withdraw', reason: '再议' }, director('first'))).toMatchObject({
      next: 'withdrawn',
    })
    expect(codeOf(agreement(), { action: 'withdraw', reason: '再议' }, director('second'))).toBe('AGREEMENT_NOT_YOURS')
    expect(decide(agreement(), { action: 'decline', reason: '能力不足' }, director('second'))).toMatchObject({
      next: 'declined',
    })
    expect(codeOf(agreement(), { action: 'decline', reason: '' }, director('second'))).toBe('AGREEMENT_REASON_MISSING')
  })

  test('is ended by either side with a reason once both signed, and then nothing more is done to it', () => {
    for (const side of ['first', 'second'] as const) {
      const facts = agreement({ state: 'inForce', pausedBy: 'director' })
      expect(decide(facts, { action: 'end', reason: '合作期满前终止' }, director(side))).toEqual({
        ok: true,
        next: 'ended',
        pausedBy: null,
      })
    }
    for (const state of ['ended', 'declined', 'withdrawn'] as const) {
      expect(availableAgreementActions(agreement({ state }), under(director('first')))).toEqual([])
      expect(availableAgreementActions(agreement({ state }), under(director('second')))).toEqual([])
    }
  })

  test('is paused and resumed by the accepting side alone', () => {
    const facts = agreement({ state: 'inForce' })
    expect(decide(facts, { action: 'pause', reason: '人手不足' }, director('second'))).toMatchObject({
      next: 'inForce',
      pausedBy: 'director',
    })
    expect(codeOf(facts, { action: 'pause', reason: '人手不足' }, director('first'))).toBe('AGREEMENT_NOT_YOURS')
    const paused = agreement({ state: 'inForce', pausedBy: 'capacity' })
    expect(decide(paused, { action: 'resume' }, director('second'))).toMatchObject({ pausedBy: null })
    expect(codeOf(paused, { action: 'resume' }, director('first'))).toBe('AGREEMENT_NOT_YOURS')
    const full = { ...paused, health: { freeCapacity: 0, accepted: 0, declined: 0 } }
    expect(codeOf(full, { action: 'resume' }, director('second'))).toBe('AGREEMENT_PAUSE_STANDS')
    const plain = agreement({ state: 'inForce', terms: { ...terms, standing: null } })
    expect(codeOf(plain, { action: 'pause', reason: '人手不足' }, director('second'))).toBe('AGREEMENT_NOT_YOURS')
  })

  test('is changed by directors alone, and on the version that they saw', () => {
    for (const action of AGREEMENT_ACTIONS) {
      const body = { action, reason: '理由', signatory: '某', terms } as unknown as Body
      for (const state of AGREEMENT_STATES) {
        const viewer = { side: 'first', roles: ['caseWorker', 'auditor', 'referralDesk'] } as const
        expect(codeOf(agreement({ state }), body, viewer)).toBe('AGREEMENT_NOT_YOURS')
        expect(codeOf(agreement({ state }), body, director('other'))).toBe('AGREEMENT_NOT_YOURS')
      }
    }
    const stale = { ...sign, expectedVersion: 2 }
    expect(decideAgreement(agreement(), stale, under(director('first')))).toMatchObject({
      ok: false,
      refusal: { code: 'AGREEMENT_VERSION_CONFLICT', params: { state: 'proposed', version: 3 } },
    })
  })

  test('takes effect on its first day, ends after its last or when a party is no more, and only when it is due', () => {
    const signed = agreement({ state: 'signed', terms: { ...terms, from: '2026-11-10' } })
    expect(agreementDue(signed, under(worker))).toBeNull()
    expect(codeOf(signed, { action: 'takeEffect' }, worker)).toBe('AGREEMENT_NOT_DUE')
    const dayAfter = instantAt('2026-11-10', '00:00')
    expect(agreementDue(signed, under(worker, dayAfter))).toBe('takeEffect')
    expect(decide(signed, { action: 'takeEffect' }, worker, dayAfter)).toMatchObject({ next: 'inForce' })
    const running = agreement({ state: 'inForce' })
    expect(agreementDue(running, under(worker, instantAt('2027-10-31', '23:59')))).toBeNull()
    expect(agreementDue(running, under(worker, instantAt('2027-11-01', '00:00')))).toBe('lapse')
    expect(agreementDue({ ...running, partiesStand: false }, under(worker))).toBe('lapse')
    for (const state of ['draft', 'proposed', 'ended', 'declined', 'withdrawn'] as const)
      expect(agreementDue(agreement({ state }), under(worker, instantAt('2030-01-01', '00:00')))).toBeNull()
  })

  test('[B-20] pauses itself without a free place, or when too few of enough referrals were accepted', () => {
    const of = (health: AgreementFacts['health']) => agreement({ state: 'inForce', health })
    const due = (health: AgreementFacts['health']) => agreementDue(of(health), under(worker))
    expect(due({ freeCapacity: 0, accepted: 9, declined: 0 })).toBe('pauseItself')
    expect(due({ freeCapacity: 1, accepted: 2, declined: 3 })).toBe('pauseItself')
    expect(due({ freeCapacity: 1, accepted: 0, declined: 4 })).toBeNull()
    expect(due({ freeCapacity: null, accepted: 3, declined: 3 })).toBeNull()
    const full = of({ freeCapacity: -1, accepted: 0, declined: 9 })
    expect(decide(full, { action: 'pauseItself' }, worker)).toMatchObject({ next: 'inForce', pausedBy: 'capacity' })
  })

  test('leaves the worker nothing but its own deeds', () => {
    for (const action of AGREEMENT_ACTIONS) expect(AGREEMENT_TRANSITIONS[action].by).not.toContain('clock')
    for (const action of AGREEMENT_CLOCK_ACTIONS) expect(AGREEMENT_TRANSITIONS[action].by).toEqual(['clock'])
  })
})

describe('terms', () => {
  const faults = (over: Partial<typeof terms>) =>
    faultsOfTerms({ ...terms, ...over }, under(worker).rules, TODAY).map(({ field }) => field)

  test('name each field that is wrong', () => {
    expect(faults({})).toEqual([])
    expect(faults({ until: '2026-10-31' })).toEqual(['until'])
    expect(faults({ from: '2020-01-01', until: '2020-12-31' })).toEqual(['until'])
    expect(faults({ from: '2026-02-30' })).toEqual(['from'])
    expect(faults({ standing: { ...standing, modes: [], quota: 0, leadName: '', divisionCodes: ['1'] } })).toEqual([
      'standing.modes',
      'standing.quota',
      'standing.leadName',
      'standing.divisionCodes',
    ])
  })

  test('last no longer than the profile allows, to the day', () => {
    expect(latestEnd('2026-11-01', under(worker).rules)).toBe('2029-10-31')
    expect(faults({ from: '2026-11-01', until: '2029-10-31' })).toEqual([])
    expect(faults({ from: '2026-11-01', until: '2029-11-01' })).toEqual(['until'])
    expect(latestEnd('2028-02-29', { ...under(worker).rules, maxMonths: 12 })).toBe('2029-02-27')
  })
})
