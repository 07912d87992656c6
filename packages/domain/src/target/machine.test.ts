import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  availableTargetActions,
  decideTarget,
  splitOf,
  TARGET_ACTIONS,
  TARGET_STATES,
  type TargetAction,
  type TargetFacts,
  type TargetViewer,
  waitsFor,
} from './index.ts'

const nobody = { giver: false, taker: false }
const proposed: TargetFacts = {
  state: 'proposed',
  version: 1,
  round: 1,
  value: 40,
  signedValue: null,
  hasSigned: nobody,
}
const giver: TargetViewer = { sides: ['giver'], roles: ['director'] }
const taker: TargetViewer = { sides: ['taker'], roles: ['director'] }
type Said = { value?: number; reason?: string }

/** Plays a deed and counts the version up. */
function play(facts: TargetFacts, viewer: TargetViewer, action: TargetAction, { value, reason = '' }: Said = {}) {
  const asked = { action, expectedVersion: facts.version, reason, ...(value === undefined ? {} : { value }) }
  const decision = decideTarget(facts, asked, viewer)
  if (!decision.ok) throw new Error(decision.refusal.code)
  return { ...facts, ...decision.next, version: facts.version + 1 }
}
const refused =
  (facts: TargetFacts, viewer: TargetViewer, action: TargetAction, said: Said = {}) =>
  () =>
    play(facts, viewer, action, said)

describe('a share of a target', () => {
  test('goes from proposal by counter-offer and agreement to two signatures, and only then holds', () => {
    const countered = play(proposed, taker, 'counter', { value: 30, reason: '人手不足' })
    const agreed = play(countered, giver, 'agree')
    expect(agreed).toMatchObject({ state: 'agreed', value: 30, signedValue: null })
    const half = play(agreed, taker, 'sign')
    expect(half).toMatchObject({ state: 'agreed', signedValue: null })
    expect(refused(half, taker, 'sign')).toThrow('TARGET_NOT_YOURS')
    expect(play(half, giver, 'sign')).toMatchObject({ state: 'signed', value: 30, signedValue: 30 })
  })

  test('is agreed when the giver says the figure of the counter-offer, and a changed figure takes the signatures back', () => {
    const countered = play(proposed, taker, 'counter', { value: 30, reason: '人手不足' })
    const agreed = play(countered, giver, 'propose', { value: 30 })
    expect(agreed.state).toBe('agreed')
    const half = play(agreed, giver, 'sign')
    expect(play(half, taker, 'counter', { value: 25, reason: '场地到期' })).toMatchObject({
      ...{ state: 'countered', hasSigned: nobody, round: 1 },
    })
  })

  test('holds as it was signed while a new round runs, and after it was taken back', () => {
    const signed: TargetFacts = {
      ...{ ...proposed, state: 'signed', signedValue: 40 },
      hasSigned: { giver: true, taker: true },
    }
    const again = play(signed, giver, 'propose', { value: 50, reason: '任务增加' })
    expect(again).toMatchObject({ state: 'proposed', round: 2, signedValue: 40 })
    expect(play(again, giver, 'withdraw', { reason: '不再调整' })).toMatchObject({ state: 'signed', value: 40 })
    expect(refused(signed, giver, 'propose', { value: 50 })).toThrow('TARGET_REASON_MISSING')
    expect(refused(signed, giver, 'propose', { value: 40, reason: '某' })).toThrow('TARGET_SAME_VALUE')
  })

  test('is answered by the side whose turn it is, and by directors alone', () => {
    expect(refused(proposed, giver, 'agree')).toThrow('TARGET_NOT_YOURS')
    expect(refused(proposed, taker, 'propose', { value: 3, reason: '某' })).toThrow('TARGET_NOT_YOURS')
    expect(refused(proposed, { ...taker, roles: ['caseWorker'] }, 'agree')).toThrow('TARGET_NOT_YOURS')
    expect(refused(proposed, taker, 'counter', { value: 3 })).toThrow('TARGET_REASON_MISSING')
    expect(refused(proposed, taker, 'sign')).toThrow('TARGET_WRONG_STATE')
    expect(decideTarget(proposed, { action: 'agree', expectedVersion: 9, reason: '' }, taker)).toMatchObject({
      refusal: { code: 'TARGET_VERSION_CONFLICT', params: { state: 'proposed', version: 1 } },
    })
  })

  test('however it is talked of, holds nothing that both did not sign, and waits for somebody unless it is settled', () => {
    const moves = fc.array(
      fc.record({ action: fc.constantFrom(...TARGET_ACTIONS), isGiver: fc.boolean(), value: fc.nat(5) }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(moves, deeds => {
        let facts = proposed
        for (const { action, isGiver, value } of deeds) {
          const before = facts
          const viewer = isGiver ? giver : taker
          const said = { action, expectedVersion: facts.version, value, reason: '因故' }
          const decision = decideTarget(facts, said, viewer)
          const isOffered = availableTargetActions(before, viewer).includes(action)
          if (decision.ok) expect(isOffered).toBe(true)
          if (!decision.ok) continue
          facts = { ...facts, ...decision.next, version: facts.version + 1 }
          if (facts.signedValue !== before.signedValue) {
            expect(action).toBe('sign')
            expect(before.hasSigned[isGiver ? 'taker' : 'giver']).toBe(true)
            expect(facts.signedValue).toBe(before.value)
          }
          const isSettled = facts.state === 'signed' || facts.state === 'withdrawn'
          expect(waitsFor(facts, 'giver') || waitsFor(facts, 'taker')).toBe(!isSettled)
        }
      }),
    )
  })
})

test('a total less what was signed and what is talked of is what is left, below nothing where too much was given', () => {
  const share = (state: TargetFacts['state'], value: number, signedValue: number | null = null) => ({
    ...{ state, value, signedValue },
  })
  expect(splitOf(100, [share('signed', 40, 40), share('proposed', 50, 30), share('withdrawn', 20)])).toEqual({
    ...{ signed: 40, proposed: 50, remainder: 10 },
  })
  expect(splitOf(30, [share('signed', 40, 40)]).remainder).toBe(-10)
  expect(splitOf(null, [])).toEqual({ signed: 0, proposed: 0, remainder: null })
  expect(TARGET_STATES).toContain('set')
})
