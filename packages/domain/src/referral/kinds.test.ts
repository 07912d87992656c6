import { describe, expect, it } from 'vitest'
import { COMMANDS, factsIn, onVersion, people, reference, settingOf } from '../../test/referral-fixture.ts'
import { audienceOf } from './audience.ts'
import type { ReferralCommandBody } from './commands.ts'
import type { ReferralFacts, Viewer } from './facts.ts'
import { NAMED_KINDS, NAMELESS_KINDS, REFERRAL_KINDS } from './kinds.ts'
import { availableActions, decide, refusalOfAsking } from './machine.ts'
import { REFERRAL_STATES, type ReferralState } from './states.ts'
import { TRANSITIONS } from './transitions.ts'
import { REFERRAL_ONLOOKERS, visibleParts } from './visibility.ts'

const { sender, target } = people
const consultIn = (state: ReferralState, over: Parameters<typeof factsIn>[1] = {}): ReferralFacts =>
  factsIn(state, {
    ...{ kind: 'consult', consent: null, ...over },
    request: { sections: [], purpose: '', grantUntil: null, ...over.request },
    world: { senderHoldsCustody: false, ...over.world },
  })
const answer = (facts: ReferralFacts, body: ReferralCommandBody, viewer: Viewer) => {
  const decision = decide(facts, onVersion(body), settingOf(viewer))
  return decision.ok ? (decision.next ?? 'removed') : decision.refusal.code
}
const accept = { action: 'accept', leadName: '李芳', firstContactOn: null, duplicateAnswer: '' } as const
const report = { action: 'reportOutcome', outcomeCode: 'answered', servicesDelivered: '先备案' } as const

describe('a referral that its target asked for', () => {
  const pullIn = (state: ReferralState, over: Parameters<typeof factsIn>[1] = {}): ReferralFacts =>
    factsIn(state, { kind: 'pull', ...over })

  it('goes the way of any other, from the consent on', () => {
    for (const state of REFERRAL_STATES)
      for (const body of COMMANDS) {
        if (body.action === 'discard') continue
        for (const viewer of Object.values(people))
          expect(answer(pullIn(state), body, viewer)).toBe(answer(factsIn(state), body, viewer))
      }
  })

  it('was not chosen among others: no reason is asked for the choice', () => {
    const request = { suggestionTaken: false, otherTargetReason: '' }
    const ask = { action: 'requestConsent' } as const
    expect(answer(factsIn('draft', { request }), ask, sender)).toBe('REFERRAL_OTHER_TARGET_REASON_MISSING')
    expect(answer(pullIn('draft', { request, consent: null }), ask, sender)).toBe('awaitingConsent')
  })

  it('is thrown away with a reason, which another draft needs none for', () => {
    expect(answer(pullIn('draft'), { action: 'discard' }, sender)).toBe('REASON_MISSING')
    expect(answer(pullIn('draft'), { action: 'discard', reason: '已在本处' }, sender)).toBe('removed')
    expect(answer(factsIn('draft'), { action: 'discard' }, sender)).toBe('removed')
  })

  it.each([
    [{ world: { senderHoldsCustody: false, senderHoldsGrant: false } }, 'REFERRAL_ORGANISATION_NOT_YOURS'],
    [{ world: { targetTakesReferrals: false } }, 'REFERRAL_TARGET_TAKES_NONE'],
    [{ world: { openWithTarget: true } }, 'REFERRAL_TARGET_HAS_ONE_OPEN'],
    [{ mode: 'handOver', world: { otherHandOverOpen: true } }, 'REFERRAL_HAND_OVER_OPEN'],
    [{ world: { chainTenantIds: ['city'] } }, 'REFERRAL_TARGET_IN_CHAIN'],
    [{ cameFromPartner: true }, 'REFERRAL_ARRIVED_FROM_PARTNER'],
    [{}, null],
  ] as const)('is not drafted with %o: %s; what is yet to be filled in stands in nobody’s way', (over, code) => {
    const { cameFromPartner = false, ...facts } = over as { cameFromPartner?: boolean }
    const draft = pullIn('draft', {
      ...(facts as Parameters<typeof factsIn>[1]),
      consent: null,
      request: { need: null, purpose: '', sections: [], grantUntil: null },
    })
    const asked = { ...draft, targetTenantId: 'city', cameFromPartner }
    expect(refusalOfAsking(asked, settingOf(sender))?.code ?? null).toBe(code)
  })
})

describe('a question for advice', () => {
  it.each([
    ['draft', { action: 'sendForApproval' }, sender, 'awaitingApproval', []],
    ['awaitingApproval', { action: 'approve' }, sender, 'submitted', ['freezeDirection']],
    ['submitted', { action: 'acknowledge' }, target, 'acknowledged', []],
    ['acknowledged', accept, target, 'accepted', []],
    ['accepted', { action: 'begin', contactedOn: '2026-11-09', note: '' }, target, 'active', []],
    ['active', report, target, 'outcomeReported', []],
    ['outcomeReported', { action: 'confirmClosure' }, sender, 'closed', []],
    ['submitted', { action: 'withdraw', reason: '不必了' }, sender, 'withdrawn', []],
  ] as const)('%s: %o, and nothing of a dossier moves with it', (...[state, body, viewer, next, effects]) => {
    expect(decide(consultIn(state), onVersion(body), settingOf(viewer))).toMatchObject({ ok: true, next, effects })
  })

  it('goes out at once where no director approves', () => {
    const rules = { ...reference.referral, approvalRequired: false }
    const setting = settingOf(sender, { rules })
    const decision = decide(consultIn('draft'), onVersion({ action: 'sendForApproval' }), setting)
    expect(decision).toMatchObject({ ok: true, next: 'submitted', effects: ['freezeDirection'] })
  })

  it.each([
    [{ targetTenantId: null }, 'REFERRAL_TARGET_MISSING'],
    [{ request: { need: null } }, 'REFERRAL_NEED_MISSING'],
    [{ request: { question: '' } }, 'REFERRAL_QUESTION_MISSING'],
    [{ request: { isDescribed: false } }, 'REFERRAL_CASE_UNDESCRIBED'],
    [{ request: { suggestionTaken: false } }, 'REFERRAL_OTHER_TARGET_REASON_MISSING'],
    [{ world: { targetTakesReferrals: false } }, 'REFERRAL_TARGET_TAKES_NONE'],
    [{ targetTenantId: 'street' }, 'REFERRAL_TARGET_IS_SENDER'],
  ] as const)('is not sent with %o: %s', (over, code) => {
    const facts = consultIn('draft', over)
    expect(answer(facts, { action: 'sendForApproval' }, sender)).toBe(code)
  })

  it('asks for no day of first contact, and takes none', () => {
    const day = { ...accept, firstContactOn: '2026-11-16' }
    expect(answer(consultIn('acknowledged'), day, target)).toBe('FIRST_CONTACT_DATE_INVALID')
    expect(answer(factsIn('acknowledged'), accept, target)).toBe('FIRST_CONTACT_DATE_INVALID')
    const planned = { ...accept, plannedEndOn: '2030-01-01' }
    expect(answer(consultIn('acknowledged'), planned, target)).toBe('PLANNED_END_INVALID')
    expect(answer(consultIn('acknowledged'), { ...accept, plannedEndOn: '2026-12-01' }, target)).toBe('accepted')
  })

  it('has outcomes of its own, and a service has none of them', () => {
    expect(answer(consultIn('active'), { ...report, outcomeCode: 'served' }, target)).toBe('OUTCOME_UNKNOWN')
    expect(answer(factsIn('active'), report, target)).toBe('OUTCOME_UNKNOWN')
  })

  it('stays its sender’s however often it is declined: no superior finds another adviser', () => {
    const decline = onVersion({ action: 'decline', reasonCode: 'capacity', text: '' })
    const often = { world: { failedBefore: 5 } }
    expect(decide(consultIn('acknowledged', often), decline, settingOf(target))).toMatchObject({ holder: 'sender' })
    expect(decide(factsIn('acknowledged', often), decline, settingOf(target))).toMatchObject({ holder: 'desk' })
  })

  it('knows nothing of consent, return, dispute and re-opening in any state', () => {
    const named = COMMANDS.filter(({ action }) => !TRANSITIONS[action].kinds.includes('consult'))
    expect(new Set(named.map(({ action }) => action))).toEqual(
      new Set([
        ...['requestConsent', 'signConsent', 'refuseConsent', 'revokeConsent', 'lapseConsent', 'assign'],
        ...['requestReturn', 'acceptReturn', 'refuseReturn', 'dispute', 'rule', 'reopen'],
        ...['requestFurtherConsent', 'signFurtherConsent', 'refuseFurtherConsent'],
      ]),
    )
    const clock: Viewer = { relation: 'clock', roles: [] }
    for (const state of REFERRAL_STATES)
      for (const body of named)
        for (const viewer of [...Object.values(people), clock])
          expect(decide(consultIn(state), onVersion(body), settingOf(viewer)).ok).toBe(false)
  })

  it('has no organisation that could act, see, or be told', () => {
    for (const state of REFERRAL_STATES) {
      for (const wasSubmitted of [true, false])
        expect(visibleParts({ kind: 'consult', state, wasSubmitted, wasAccepted: true }, 'organisation')).toEqual([])
      for (const action of ['approve', 'accept', 'withdraw', 'progress'] as const)
        expect(audienceOf(action, state, { wasSubmitted: true, kind: 'consult' })).not.toContain('organisation')
    }
  })

  it('shows nobody, in any state, who it is about, a consent, a section or a look into one', () => {
    for (const onlooker of REFERRAL_ONLOOKERS)
      for (const state of REFERRAL_STATES)
        for (const part of ['identity', 'consent', 'sections', 'accessLog'] as const)
          expect(visibleParts({ kind: 'consult', state, wasSubmitted: true }, onlooker)).not.toContain(part)
  })

  it('keeps what it shows otherwise: the adviser reads the preview while it has it, the sender the advice', () => {
    const seen = (state: ReferralState, onlooker: 'target' | 'sender') =>
      visibleParts({ kind: 'consult', state, wasSubmitted: true }, onlooker)
    for (const state of ['submitted', 'acknowledged', 'active', 'outcomeReported', 'closed'] as const)
      expect(seen(state, 'target')).toContain('preview')
    expect(seen('declined', 'target')).not.toContain('preview')
    expect(seen('outcomeReported', 'sender')).toContain('outcome')
  })
})

it('every kind names an organisation or none, and whoever names one is sent only with its consent', () => {
  expect([...NAMED_KINDS, ...NAMELESS_KINDS].sort()).toEqual([...REFERRAL_KINDS].sort())
  for (const kind of NAMED_KINDS) {
    const facts = factsIn('awaitingApproval', { kind, consent: null })
    expect(answer(facts, { action: 'approve' }, sender)).toBe('CONSENT_MISSING')
    expect(answer(factsIn('draft', { kind }), { action: 'sendForApproval' }, sender)).toBe('REFERRAL_NOT_OF_THIS_KIND')
    const offered = availableActions(factsIn('draft', { kind }), settingOf(sender)).filter(({ allowed }) => allowed)
    expect(offered.map(({ action }) => action)).not.toContain('sendForApproval')
  }
})
