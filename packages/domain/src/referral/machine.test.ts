import { describe, expect, it } from 'vitest'
import type { ReferralCommandBody } from './commands.ts'
import type { ReferralFacts, Setting, Viewer } from './facts.ts'
import { decide, decideCreation } from './machine.ts'
import { COMMANDS, factsIn, onVersion, people, reference, settingOf, signed } from '../../test/referral-fixture.ts'
import type { ReferralState } from './states.ts'

const { sender, target, organisation } = people
const caseWorker: Viewer = { relation: 'sender', roles: ['caseWorker'] }
const targetDesk: Viewer = { relation: 'target', roles: ['referralDesk'] }

const command = (action: ReferralCommandBody['action']): ReferralCommandBody => {
  const found = COMMANDS.find(entry => entry.action === action)
  if (!found) throw new Error(`no command ${action}`)
  return found
}
const answer = (facts: ReferralFacts, body: ReferralCommandBody, setting: Setting) => {
  const decision = decide(facts, onVersion(body), setting)
  return decision.ok ? (decision.next ?? 'removed') : decision.refusal.code
}

describe('the main path', () => {
  it.each([
    ['draft', 'requestConsent', caseWorker, 'awaitingConsent', 'consent', 'organisation', []],
    ['awaitingConsent', 'signConsent', organisation, 'awaitingApproval', 'approval', 'sender', ['recordConsent']],
    ['awaitingConsent', 'refuseConsent', organisation, 'draft', 'draft', 'sender', ['setAsideConsent']],
    ['awaitingApproval', 'approve', sender, 'submitted', 'acknowledge', 'target', ['freezeDirection', 'sealSnapshot']],
    ['awaitingApproval', 'sendBack', sender, 'draft', 'draft', 'sender', ['setAsideConsent']],
    ['submitted', 'acknowledge', targetDesk, 'acknowledged', 'decide', 'target', []],
    ['acknowledged', 'accept', target, 'accepted', 'firstContact', 'target', ['openGrant']],
    ['accepted', 'begin', targetDesk, 'active', 'progress', 'target', []],
    ['active', 'progress', targetDesk, 'active', 'progress', 'target', []],
    ['active', 'reportOutcome', target, 'outcomeReported', 'confirm', 'sender', []],
  ] as const)('%s: %s', (...[state, action, viewer, next, rule, holder, effects]) => {
    expect(decide(factsIn(state), onVersion(command(action)), settingOf(viewer))).toEqual({
      ok: true,
      next,
      clock: { change: 'set', rule },
      expiry: next === 'submitted' ? 'start' : next === 'acknowledged' ? 'keep' : 'end',
      holder,
      escalationLevel: 0,
      effects,
    })
  })

  it.each([
    ['awaitingApproval', 'withdraw', sender, 'withdrawn', ['setAsideConsent']],
    ['acknowledged', 'withdraw', organisation, 'withdrawn', ['setAsideConsent']],
    ['draft', 'discard', caseWorker, null, ['removeDraft']],
  ] as const)('%s: %s leaves nobody waiting', (...[state, action, viewer, next, effects]) => {
    expect(decide(factsIn(state), onVersion(command(action)), settingOf(viewer))).toEqual({
      ok: true,
      next,
      clock: { change: 'none' },
      expiry: 'end',
      holder: null,
      escalationLevel: 0,
      effects,
    })
  })

  it('moves custody on acceptance when, and only when, it is a hand-over', () => {
    const decision = decide(
      factsIn('acknowledged', { mode: 'handOver' }),
      onVersion(command('accept')),
      settingOf(target),
    )
    expect(decision).toMatchObject({ effects: ['openGrant', 'moveCustody'] })
  })

  it('does not take custody that the sender no longer holds', () => {
    const facts = factsIn('acknowledged', { mode: 'handOver', world: { senderHoldsCustody: false } })
    expect(answer(facts, command('accept'), settingOf(target))).toBe('REFERRAL_NOT_CUSTODIAN')
  })

  it('closes when both sides have confirmed, in either order, and ends the sight with it', () => {
    for (const [first, second] of [
      [sender, organisation],
      [organisation, sender],
    ] as const) {
      const half = decide(factsIn('outcomeReported'), onVersion({ action: 'confirmClosure' }), settingOf(first))
      expect(half).toMatchObject({
        next: 'outcomeReported',
        clock: { change: 'keep' },
        holder: second.relation,
        effects: [],
      })
      const confirmed = { sender: first === sender, organisation: first === organisation }
      const facts = factsIn('outcomeReported', { confirmed })
      expect(answer(facts, { action: 'confirmClosure' }, settingOf(first))).toBe('ALREADY_CONFIRMED')
      expect(decide(facts, onVersion({ action: 'confirmClosure' }), settingOf(second))).toEqual({
        ok: true,
        next: 'closed',
        clock: { change: 'none' },
        expiry: 'end',
        holder: null,
        escalationLevel: 0,
        effects: ['endGrant'],
      })
    }
  })

  it('keeps the clock and the level of a draft that is edited, and starts anew with each step', () => {
    const late = factsIn('draft', { escalationLevel: 1 })
    expect(decide(late, onVersion({ action: 'edit' }), settingOf(caseWorker))).toMatchObject({
      next: 'draft',
      clock: { change: 'keep' },
      escalationLevel: 1,
    })
    const escalated = factsIn('submitted', { escalationLevel: 2 })
    expect(decide(escalated, onVersion({ action: 'acknowledge' }), settingOf(target))).toMatchObject({
      escalationLevel: 0,
    })
  })
})

describe('where a network asks for no approval', () => {
  const rules = { ...reference.referral, approvalRequired: false }
  const sign = command('signConsent')

  it('a signature submits at once, with all that submission brings', () => {
    expect(decide(factsIn('awaitingConsent'), onVersion(sign), settingOf(organisation, { rules }))).toMatchObject({
      next: 'submitted',
      clock: { change: 'set', rule: 'acknowledge' },
      holder: 'target',
      effects: ['recordConsent', 'freezeDirection', 'sealSnapshot'],
    })
  })

  it('a signature is held to the guards of submission', () => {
    const facts = factsIn('awaitingConsent', { world: { targetTakesReferrals: false } })
    expect(answer(facts, sign, settingOf(organisation, { rules }))).toBe('REFERRAL_TARGET_TAKES_NONE')
  })
})

describe('creating a draft', () => {
  it.each([
    ['coService', true, false, null],
    ['coService', false, true, null],
    ['handOver', true, false, null],
    ['handOver', false, true, 'REFERRAL_NOT_CUSTODIAN'],
    ['coService', false, false, 'REFERRAL_ORGANISATION_NOT_YOURS'],
  ] as const)('%s with custody %s and grant %s', (mode, senderHoldsCustody, senderHoldsGrant, code) => {
    const decision = decideCreation({ mode, senderHoldsCustody, senderHoldsGrant }, caseWorker)
    expect(decision.ok ? null : decision.refusal.code).toBe(code)
    if (decision.ok) expect(decision).toMatchObject({ next: 'draft', clock: { change: 'set', rule: 'draft' } })
  })

  it('is for the staff of the sender alone', () => {
    const facts = { mode: 'coService', senderHoldsCustody: true, senderHoldsGrant: false } as const
    expect(decideCreation(facts, { relation: 'sender', roles: ['finance'] })).toMatchObject({ ok: false })
    expect(decideCreation(facts, target)).toMatchObject({ ok: false })
  })
})

describe('before the organisation is asked and again before submission', () => {
  it.each([
    ['no target', { targetTenantId: null }, 'REFERRAL_TARGET_MISSING'],
    ['no need', { request: { need: null } }, 'REFERRAL_NEED_MISSING'],
    ['no purpose', { request: { purpose: '' } }, 'REFERRAL_PURPOSE_MISSING'],
    ['no sections', { request: { sections: [] } }, 'REFERRAL_SECTIONS_MISSING'],
    ['no end of sight', { request: { grantUntil: null } }, 'REFERRAL_TERM_INVALID'],
    ['an end of sight in the past', { request: { grantUntil: '2026-11-08' } }, 'REFERRAL_TERM_INVALID'],
    ['an end of sight past the longest', { request: { grantUntil: '2028-11-10' } }, 'REFERRAL_TERM_INVALID'],
    ['an end that is no day', { request: { grantUntil: '2027-02-30' } }, 'REFERRAL_TERM_INVALID'],
    [
      'another target without a reason',
      { request: { suggestionTaken: false } },
      'REFERRAL_OTHER_TARGET_REASON_MISSING',
    ],
    ['the sender as target', { targetTenantId: 'street' }, 'REFERRAL_TARGET_IS_SENDER'],
    ['a target that takes none', { world: { targetTakesReferrals: false } }, 'REFERRAL_TARGET_TAKES_NONE'],
    ['a target the chain has visited', { world: { chainTenantIds: ['x', 'city'] } }, 'REFERRAL_TARGET_IN_CHAIN'],
    ['one open with the target', { world: { openWithTarget: true } }, 'REFERRAL_TARGET_HAS_ONE_OPEN'],
    ['a second hand-over', { mode: 'handOver', world: { otherHandOverOpen: true } }, 'REFERRAL_HAND_OVER_OPEN'],
    ['a fourth hop', { hop: 4 }, 'REFERRAL_CHAIN_TOO_LONG'],
    [
      'a hand-over without custody',
      { mode: 'handOver', world: { senderHoldsCustody: false, senderHoldsGrant: true } },
      'REFERRAL_NOT_CUSTODIAN',
    ],
    ['neither custody nor grant', { world: { senderHoldsCustody: false } }, 'REFERRAL_ORGANISATION_NOT_YOURS'],
  ] as const)('%s is refused', (_, over, code) => {
    expect(answer(factsIn('draft', over), { action: 'requestConsent' }, settingOf(sender))).toBe(code)
    expect(answer(factsIn('awaitingApproval', over), { action: 'approve' }, settingOf(sender))).toBe(code)
  })

  it.each([
    ['the last day allowed', { request: { grantUntil: '2028-11-09' } }],
    ['another target with a reason', { request: { suggestionTaken: false, otherTargetReason: '长期合作' } }],
    ['co-service while a hand-over is open', { world: { otherHandOverOpen: true } }],
    ['a third hop', { hop: 3 }],
    ['a fourth hop by a superior', { hop: 4, world: { senderIsSuperiorOfChain: true } }],
    ['co-service under a live grant', { world: { senderHoldsCustody: false, senderHoldsGrant: true } }],
  ] as const)('%s passes', (_, over) => {
    expect(answer(factsIn('draft', over), { action: 'requestConsent' }, settingOf(sender))).toBe('awaitingConsent')
  })
})

describe('a consent', () => {
  const wrong = [
    ['that is missing', null, 'CONSENT_MISSING'],
    ['that was revoked', { ...signed, revokedAt: signed.signedAt }, 'CONSENT_REVOKED'],
    ['that ended yesterday', { ...signed, until: '2026-11-08' }, 'CONSENT_ENDED'],
    ['for another target', { ...signed, targetTenantId: 'district' }, 'CONSENT_OTHER_TARGET'],
    ['for fewer sections', { ...signed, sections: ['profile'] }, 'CONSENT_TOO_NARROW'],
  ] as const

  it.each(wrong)('%s lets nothing be submitted', (_, consent, code) => {
    expect(answer(factsIn('awaitingApproval', { consent }), { action: 'approve' }, settingOf(sender))).toBe(code)
  })

  it.each(wrong)('%s lets nothing be accepted', (_, consent, code) => {
    expect(answer(factsIn('acknowledged', { consent }), command('accept'), settingOf(target))).toBe(code)
  })

  it('to sections does not cover personal data, which is a line of its own', () => {
    const facts = factsIn('awaitingApproval', { request: { personal: true } })
    expect(answer(facts, { action: 'approve' }, settingOf(sender))).toBe('CONSENT_TOO_NARROW')
    const both = { ...facts, consent: { ...signed, personal: true } }
    expect(answer(both, { action: 'approve' }, settingOf(sender))).toBe('submitted')
  })

  it('holds on its last day', () => {
    const facts = factsIn('acknowledged', { consent: { ...signed, until: '2026-11-09' } })
    expect(answer(facts, command('accept'), settingOf(target))).toBe('accepted')
  })

  it('is signed in the account by the organisation, and on paper by the sender with the reason', () => {
    const facts = factsIn('awaitingConsent')
    const account = { action: 'signConsent', method: 'account', reason: '' } as const
    const paper = { action: 'signConsent', method: 'paper', reason: '负责人无账号' } as const
    expect(answer(facts, account, settingOf(organisation))).toBe('awaitingApproval')
    expect(answer(facts, paper, settingOf(caseWorker))).toBe('awaitingApproval')
    expect(answer(facts, account, settingOf(caseWorker))).toBe('CONSENT_METHOD_WRONG')
    expect(answer(facts, paper, settingOf(organisation))).toBe('CONSENT_METHOD_WRONG')
    expect(answer(facts, { ...paper, reason: '' }, settingOf(caseWorker))).toBe('REASON_MISSING')
  })
})

describe('what comes with a command', () => {
  const accept = { action: 'accept', leadName: '李芳', firstContactOn: '2026-11-16', duplicateAnswer: '' } as const
  const doubled = { world: { possibleDuplicates: 2 } }
  it.each([
    ['acknowledged', { ...accept, leadName: '' }, target, 'LEAD_MISSING'],
    ['acknowledged', { ...accept, firstContactOn: '2026-11-08' }, target, 'FIRST_CONTACT_DATE_INVALID'],
    ['acknowledged', { ...accept, firstContactOn: 'soon' }, target, 'FIRST_CONTACT_DATE_INVALID'],
    ['acknowledged', { ...accept, firstContactOn: '2026-11-09' }, target, 'accepted'],
    ['acknowledged', { action: 'decline', reasonCode: 'mood', text: '' }, target, 'DECLINE_REASON_UNKNOWN'],
    ['acknowledged', { action: 'decline', reasonCode: 'other', text: '' }, target, 'REASON_MISSING'],
    ['acknowledged', { action: 'decline', reasonCode: 'other', text: '见附言' }, target, 'declined'],
    ['accepted', { action: 'begin', contactedOn: '2026-11-10', note: '' }, target, 'FIRST_CONTACT_NOT_YET'],
    ['active', { action: 'progress', note: '' }, target, 'NOTE_MISSING'],
    ['active', { action: 'reportOutcome', outcomeCode: 'great', servicesDelivered: 'x' }, target, 'OUTCOME_UNKNOWN'],
    ['active', { action: 'reportOutcome', outcomeCode: 'served', servicesDelivered: '' }, target, 'SERVICES_MISSING'],
    ['awaitingApproval', { action: 'sendBack', reason: '' }, sender, 'REASON_MISSING'],
    ['submitted', { action: 'withdraw', reason: '' }, sender, 'REASON_MISSING'],
    ['submitted', { action: 'withdraw', reason: '' }, organisation, 'withdrawn'],
  ] as const)('in %s, %j', (state: ReferralState, body, viewer, result) => {
    expect(answer(factsIn(state), body, settingOf(viewer))).toBe(result)
  })

  it('must answer for possible duplicates before accepting', () => {
    expect(answer(factsIn('acknowledged', doubled), accept, settingOf(target))).toBe('DUPLICATES_UNANSWERED')
    const answered = { ...accept, duplicateAnswer: '并非同一组织' }
    expect(answer(factsIn('acknowledged', doubled), answered, settingOf(target))).toBe('accepted')
  })

  it('must name the present version; the refusal names the present state', () => {
    expect(decide(factsIn('submitted'), onVersion({ action: 'acknowledge' }, 3), settingOf(target))).toEqual({
      ok: false,
      refusal: { code: 'REFERRAL_VERSION_CONFLICT', params: { state: 'submitted', version: 4 } },
    })
  })

  it('lets nobody take back what is accepted', () => {
    for (const state of ['accepted', 'active', 'outcomeReported', 'closed', 'declined', 'withdrawn'] as const) {
      for (const viewer of [sender, organisation]) {
        expect(answer(factsIn(state), command('withdraw'), settingOf(viewer))).toBe('REFERRAL_WRONG_STATE')
      }
    }
  })
})

describe('who may', () => {
  it.each([
    ['awaitingApproval', 'approve', caseWorker],
    ['submitted', 'withdraw', caseWorker],
    ['acknowledged', 'accept', targetDesk],
    ['acknowledged', 'decline', targetDesk],
    ['active', 'reportOutcome', targetDesk],
    ['outcomeReported', 'confirmClosure', caseWorker],
  ] as const)('in %s, %s is for the director', (state, action, viewer) => {
    expect(answer(factsIn(state), command(action), settingOf(viewer))).toBe('REFERRAL_ROLE_MISSING')
  })

  it('finance, reviewers, auditors and administrators may do nothing with a referral', () => {
    for (const role of [
      'finance',
      'reviewer',
      'auditor',
      'tenantAdmin',
      'jointMeetingMember',
      'systemAdmin',
    ] as const) {
      for (const relation of ['sender', 'target', 'organisation'] as const) {
        for (const body of COMMANDS) {
          const decision = decide(factsIn('draft'), onVersion(body), settingOf({ relation, roles: [role] }))
          expect(decision.ok).toBe(false)
        }
      }
    }
  })

  it('a stranger may do nothing with a referral, and the common superior only what is its own, whatever their roles', () => {
    const roles = ['director', 'organisation', 'tenantAdmin'] as const
    const ofDesk = ['assign', 'dispatch', 'settle', 'rule', 'acceptReturn', 'refuseReturn']
    for (const body of COMMANDS) {
      const denied = 'REFERRAL_NOT_YOUR_PART'
      expect(answer(factsIn('draft'), body, settingOf({ relation: 'other', roles }))).toBe(denied)
      const word = answer(factsIn('draft'), body, settingOf({ relation: 'commonSuperior', roles }))
      expect(word).toBe(ofDesk.includes(body.action) ? 'REFERRAL_WRONG_STATE' : denied)
    }
  })
})
