import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAt } from '../calendar/civil-date.ts'
import { ROLES } from '../profile/vocabulary.ts'
import { availableActions, decide } from './machine.ts'
import { COMMANDS, factsIn, onVersion, reference, settingOf, signed } from '../../test/referral-fixture.ts'
import {
  HELD_STATES,
  OPEN_STATES,
  REFERRAL_ACTIONS,
  REFERRAL_STATES,
  SENT_STATES,
  STATE_FACTS,
  isOpen,
} from './states.ts'
import { TRANSITIONS } from './transitions.ts'

const maybe = fc.boolean()
const mostly = fc.constantFrom(true, true, true, false)
const rarely = fc.constantFrom(false, false, false, true)
const world = fc.record({
  senderHoldsCustody: mostly,
  senderHoldsGrant: maybe,
  senderIsSuperiorOfChain: maybe,
  otherHandOverOpen: rarely,
  targetHoldsCustody: mostly,
  openWithTarget: rarely,
  targetTakesReferrals: mostly,
  failedBefore: fc.constantFrom(0, 0, 1, 2),
})
const furtherIn = (state: 'asked' | 'signed' | 'refused') =>
  ({ state, sections: ['finance'], personal: false }) as const
const relation = fc.constantFrom('sender', 'target', 'organisation', 'commonSuperior', 'other', 'clock')

/** A command with facts and a viewer of every sort, more often such as its row of the table wants. */
const anyCase = fc.constantFrom(...COMMANDS).chain(body => {
  const row = TRANSITIONS[body.action]
  const state = fc.oneof(fc.constantFrom(...REFERRAL_STATES), fc.constantFrom(...row.from))
  return fc
    .record({
      state,
      over: fc.record({
        mode: fc.constantFrom('coService' as const, 'handOver' as const),
        hop: fc.constantFrom(1, 2, 3, 4),
        targetTenantId: fc.constantFrom('city', 'city', 'city', 'street', null),
        consent: fc.constantFrom(signed, signed, null, { ...signed, revokedAt: signed.signedAt }),
        askedSection: fc.constantFrom(null, 'profile' as const, 'staff' as const, 'finance' as const),
        furtherConsent: fc.constantFrom(null, ...(['asked', 'signed', 'refused'] as const).map(furtherIn)),
        kind: fc.constantFrom('refer' as const, 'refer' as const, 'dispatch' as const, 'consult' as const),
        confirmed: fc.record({ sender: maybe, organisation: maybe }),
        history: fc.record({
          informationRounds: fc.constantFrom(0, 0, 1, 2),
          objectedAt: fc.constantFrom(null, null, signed.signedAt),
          voidProposedByPersonId: fc.constantFrom(null, 'p1', 'p2'),
          isSettled: rarely,
        }),
        escalationLevel: fc.constantFrom(0 as const, 1 as const, 2 as const),
        world,
      }),
      viewer: fc.record({
        relation: fc.oneof(relation, fc.constantFrom(...row.by.map(entry => entry.relation))),
        roles: fc.oneof(fc.subarray([...ROLES]), fc.constant([...ROLES])),
        isDesk: rarely,
        personId: fc.constantFrom('p1', 'p2'),
      }),
      now: fc.constantFrom(instantAt('2026-11-09', '10:00'), instantAt('2026-12-11', '10:00')),
      approvalRequired: maybe,
    })
    .map(drawn => ({
      given: factsIn(drawn.state, drawn.over),
      asked: onVersion(body),
      setting: settingOf(drawn.viewer, {
        now: drawn.now,
        rules: { ...reference.referral, approvalRequired: drawn.approvalRequired },
      }),
    }))
})
const runs = { numRuns: 4000 }

describe('whatever the facts, the viewer and the command', () => {
  it('only a listed transition is possible', () => {
    let permitted = 0
    fc.assert(
      fc.property(anyCase, ({ given, asked, setting }) => {
        const decision = decide(given, asked, setting)
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
        const { viewer } = setting
        const relations = viewer.isDesk ? [viewer.relation, 'commonSuperior'] : [viewer.relation]
        expect(row.by.some(entry => relations.includes(entry.relation))).toBe(true)
      }),
      runs,
    )
    expect(permitted).toBeGreaterThan(200)
  })

  it('a referral that stays open keeps someone waiting and a deadline running; one that ends keeps neither', () => {
    fc.assert(
      fc.property(anyCase, ({ given, asked, setting }) => {
        const decision = decide(given, asked, setting)
        if (!decision.ok) return
        const open = decision.next !== null && isOpen(decision.next)
        if (open) expect(decision.holder).not.toBeNull()
        if (decision.clock.change === 'keep') expect(given.clock).not.toBeNull()
        else expect(decision.clock.change !== 'none').toBe(decision.holder !== null)
        if (decision.clock.change === 'set' && decision.next !== null) {
          const ofDesk = decision.next === 'declined' && decision.holder === 'desk'
          expect(decision.clock.rule).toBe(ofDesk ? 'dispatch' : STATE_FACTS[decision.next].deadline)
        }
      }),
      runs,
    )
  })

  it('the target gets sight only by accepting what the organisation consented to, and loses it with the end', () => {
    fc.assert(
      fc.property(anyCase, ({ given, asked, setting }) => {
        const decision = decide(given, asked, setting)
        if (!decision.ok) return
        const opens = decision.effects.includes('openGrant')
        const isNamed = given.kind !== 'consult'
        expect(opens).toBe(asked.action === 'accept' && isNamed)
        if (opens || decision.effects.includes('reopenGrant')) expect(given.consent).toBe(signed)
        expect(decision.effects.includes('moveCustody')).toBe(opens && given.mode === 'handOver')
        const ends = decision.next === 'closed' || decision.next === 'returned'
        expect(decision.effects.includes('endGrant')).toBe(ends && isNamed && given.state !== decision.next)
        expect(decision.effects.includes('revokeConsent')).toBe(
          decision.next === 'consentRevoked' && asked.action === 'revokeConsent',
        )
        expect(decision.effects.includes('returnCustody')).toBe(
          asked.action === 'acceptReturn' && given.mode === 'handOver',
        )
      }),
      runs,
    )
  })

  it('what a page offers and what the server decides never differ', () => {
    fc.assert(
      fc.property(anyCase, ({ given, asked, setting }) => {
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
      fc.property(anyCase, ({ given, asked, setting }) => {
        expect(decide(given, { ...asked, expectedVersion: given.version - 1 }, setting).ok).toBe(false)
      }),
    )
  })
})

describe('the table', () => {
  it('permits each action in these states and no other', () => {
    const undecided = 'submitted dispatched acknowledged informationRequested waitlisted'
    const serving = 'accepted active onHold'
    const neverTaken = `awaitingConsent awaitingApproval ${undecided} declined withdrawn expired consentRevoked`
    const sent = `${undecided} ${serving} returnRequested outcomeReported failed disputed`
    const states = Object.fromEntries(Object.values(TRANSITIONS).map(row => [row.action, row.from.join(' ')]))
    expect(states).toEqual({
      create: '',
      edit: 'draft',
      sendForApproval: 'draft',
      discard: 'draft',
      requestConsent: 'draft',
      signConsent: 'awaitingConsent',
      refuseConsent: 'awaitingConsent',
      approve: 'awaitingApproval',
      sendBack: 'awaitingApproval',
      acknowledge: 'submitted dispatched',
      requestInformation: 'acknowledged',
      answerInformation: 'informationRequested',
      requestFurtherConsent: 'informationRequested',
      signFurtherConsent: 'informationRequested',
      refuseFurtherConsent: 'informationRequested',
      waitlist: 'acknowledged',
      keepWaiting: 'waitlisted',
      accept: 'acknowledged waitlisted',
      decline: 'acknowledged waitlisted',
      withdraw: `awaitingConsent awaitingApproval ${undecided}`,
      revokeConsent: `awaitingApproval ${sent}`,
      begin: 'accepted',
      progress: 'active',
      hold: 'active',
      resume: 'onHold',
      requestReturn: serving,
      acceptReturn: 'returnRequested',
      refuseReturn: 'returnRequested',
      reportOutcome: 'active',
      reportFailure: serving,
      confirmClosure: 'outcomeReported failed',
      dispute: 'outcomeReported failed',
      rule: 'disputed',
      reopen: 'closed',
      reroute: 'declined returned',
      assign: 'declined expired',
      dispatch: 'expired',
      object: 'dispatched',
      settle: 'declined expired',
      proposeVoid: neverTaken,
      cancelVoid: neverTaken,
      confirmVoid: neverTaken,
      remind: `draft awaitingConsent awaitingApproval ${sent} declined expired`,
      escalate: sent,
      lapseConsent: 'awaitingConsent',
      dropDraft: 'draft',
      lapseInformation: 'informationRequested',
      expire: 'submitted dispatched acknowledged waitlisted',
      letRest: 'declined',
      closeUnconfirmed: 'outcomeReported failed',
    })
  })

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
    expect(REFERRAL_STATES.filter(state => !OPEN_STATES.includes(state))).toEqual([
      'closed',
      'returned',
      'declined',
      'withdrawn',
      'expired',
      'consentRevoked',
      'voided',
    ])
    expect(HELD_STATES).toEqual(
      REFERRAL_STATES.filter(state => isOpen(state) || state === 'declined' || state === 'expired'),
    )
    for (const state of OPEN_STATES) expect(STATE_FACTS[state].holder).not.toBeNull()
    expect(SENT_STATES).toEqual(
      OPEN_STATES.filter(state => !['draft', 'awaitingConsent', 'awaitingApproval'].includes(state)),
    )
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
  })
})
