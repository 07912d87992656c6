import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAt } from '../calendar/civil-date.ts'
import { ROLES } from '../profile/vocabulary.ts'
import type { ReferralFacts, Viewer } from './facts.ts'
import { availableActions, decide } from './machine.ts'
import { COMMANDS, factsIn, onVersion, reference, settingOf, signed } from '../../test/referral-fixture.ts'
import { OPEN_STATES, REFERRAL_ACTIONS, REFERRAL_STATES, SENT_STATES, STATE_FACTS, isOpen } from './states.ts'
import { TRANSITIONS } from './transitions.ts'

const viewer: fc.Arbitrary<Viewer> = fc.record({
  relation: fc.constantFrom('sender', 'target', 'organisation', 'commonSuperior', 'other', 'clock'),
  roles: fc.subarray([...ROLES]),
})
const maybe = fc.boolean()
const facts: fc.Arbitrary<ReferralFacts> = fc
  .record({
    state: fc.constantFrom(...REFERRAL_STATES),
    mode: fc.constantFrom('coService', 'handOver'),
    hop: fc.integer({ min: 1, max: 5 }),
    targetTenantId: fc.constantFrom('city', 'city', 'city', 'street', null),
    consent: fc.constantFrom(signed, signed, null, { ...signed, revokedAt: signed.signedAt }),
    confirmed: fc.record({ sender: maybe, organisation: maybe }),
    escalationLevel: fc.constantFrom(0 as const, 1 as const, 2 as const),
    world: fc.record({
      senderHoldsCustody: maybe,
      senderHoldsGrant: maybe,
      senderIsSuperiorOfChain: maybe,
      otherHandOverOpen: maybe,
      openWithTarget: maybe,
      targetTakesReferrals: maybe,
    }),
  })
  .map(({ state, ...over }) => factsIn(state, over as Parameters<typeof factsIn>[1]))
const command = fc.constantFrom(...COMMANDS).map(body => onVersion(body))
const now = fc.constantFrom(instantAt('2026-11-09', '10:00'), instantAt('2026-12-11', '10:00'))
const rules = maybe.map(approvalRequired => ({ ...reference.referral, approvalRequired }))
const runs = { numRuns: 4000 }

describe('whatever the facts, the viewer and the command', () => {
  it('only a listed transition is possible', () => {
    let permitted = 0
    fc.assert(
      fc.property(facts, command, fc.record({ viewer, now, rules }), (given, asked, over) => {
        const decision = decide(given, asked, settingOf(over.viewer, over))
        if (!decision.ok) return
        permitted += 1
        const row = TRANSITIONS[asked.action]
        expect(row.from).toContain(given.state)
        expect(row.to).toContain(
          decision.next === null
            ? 'removed'
            : row.to.includes('stays') && decision.next === given.state
              ? 'stays'
              : decision.next,
        )
        expect(row.by.map(({ relation }) => relation)).toContain(over.viewer.relation)
      }),
      runs,
    )
    expect(permitted).toBeGreaterThan(100)
  })

  it('a referral that stays open keeps someone waiting and a deadline running; one that ends keeps neither', () => {
    fc.assert(
      fc.property(facts, command, fc.record({ viewer, now, rules }), (given, asked, over) => {
        const decision = decide(given, asked, settingOf(over.viewer, over))
        if (!decision.ok) return
        const open = decision.next !== null && isOpen(decision.next)
        expect(decision.holder !== null).toBe(open)
        expect(decision.clock.change !== 'none').toBe(open)
        if (open && decision.clock.change === 'keep') expect(given.clock).not.toBeNull()
        if (decision.clock.change === 'set' && decision.next !== null) {
          expect(decision.clock.rule).toBe(STATE_FACTS[decision.next].deadline)
        }
      }),
      runs,
    )
  })

  it('the target gets sight only by accepting what the organisation consented to, and loses it with the end', () => {
    fc.assert(
      fc.property(facts, command, fc.record({ viewer, now, rules }), (given, asked, over) => {
        const decision = decide(given, asked, settingOf(over.viewer, over))
        if (!decision.ok) return
        const opens = decision.effects.includes('openGrant')
        expect(opens).toBe(asked.action === 'accept')
        if (opens) expect(given.consent).toBe(signed)
        expect(decision.effects.includes('moveCustody')).toBe(opens && given.mode === 'handOver')
        expect(decision.effects.includes('endGrant')).toBe(decision.next === 'closed')
      }),
      runs,
    )
  })

  it('what a page offers and what the server decides never differ', () => {
    fc.assert(
      fc.property(facts, command, fc.record({ viewer, now, rules }), (given, asked, over) => {
        const setting = settingOf(over.viewer, over)
        const offered = availableActions(given, setting).find(({ action }) => action === asked.action)
        if (!offered) return
        const decision = decide(given, asked, setting)
        if (decision.ok) expect(offered.allowed).toBe(true)
        else if (!offered.allowed) expect(decision.refusal).toEqual(offered.refusal)
      }),
      runs,
    )
  })

  it('a stale version changes nothing', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...COMMANDS), viewer, (given, body, who) => {
        expect(decide(given, onVersion(body, 3), settingOf(who)).ok).toBe(false)
      }),
    )
  })
})

describe('the table', () => {
  it('offers every action of people on an existing referral, once', () => {
    const offered = availableActions(factsIn('draft'), settingOf({ relation: 'sender', roles: [] }))
    expect(offered.map(({ action }) => action)).toEqual(REFERRAL_ACTIONS.filter(action => action !== 'create'))
  })

  it('gives every open state a deadline of the profile and a holder, and the ends neither', () => {
    for (const state of REFERRAL_STATES) {
      const { deadline, holder } = STATE_FACTS[state]
      expect(deadline === null).toBe(holder === null)
      if (deadline) expect(reference.referral.deadlines[deadline].days).toBeGreaterThan(0)
    }
    expect(REFERRAL_STATES.filter(state => !OPEN_STATES.includes(state))).toEqual(['closed', 'declined', 'withdrawn'])
    expect(SENT_STATES).toEqual(['submitted', 'acknowledged', 'accepted', 'active', 'outcomeReported'])
  })

  it('reaches every state from a draft, and leaves no open state without a way on', () => {
    const rows = Object.values(TRANSITIONS)
    const reached = new Set<string>(['draft'])
    for (let before = 0; before < reached.size;) {
      before = reached.size
      for (const row of rows)
        if (row.from.some(state => reached.has(state))) row.to.forEach(state => reached.add(state))
    }
    expect([...reached].filter(state => state !== 'stays' && state !== 'removed').toSorted()).toEqual(
      [...REFERRAL_STATES].toSorted(),
    )
    for (const state of OPEN_STATES) {
      expect(rows.some(row => row.from.includes(state) && row.to.some(to => to !== 'stays' && to !== state))).toBe(true)
    }
    for (const row of rows) expect(row.from.every(isOpen)).toBe(true)
  })
})
