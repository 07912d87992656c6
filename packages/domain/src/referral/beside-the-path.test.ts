import { describe, expect, it } from 'vitest'
import { instantAt } from '../calendar/civil-date.ts'
import {
  COMMANDS,
  MONDAY,
  factsIn,
  onVersion,
  people,
  reference,
  settingOf,
  signed,
} from '../../test/referral-fixture.ts'
import { clocksAfter } from './clock-after.ts'
import { clockDue } from './clock.ts'
import type { ReferralCommandBody } from './commands.ts'
import { CLOCK_VIEWER } from './facts.ts'
import type { ReferralFacts, Setting, Viewer } from './facts.ts'
import { decide } from './machine.ts'

const { sender, target, organisation, commonSuperior: desk } = people
const at = (day: string, time = '10:00') => instantAt(day, time)
const evening = (day: string) => at(day, '18:00')

const command = (action: ReferralCommandBody['action'], over: Partial<ReferralCommandBody> = {}) =>
  ({ ...COMMANDS.find(entry => entry.action === action), ...over }) as ReferralCommandBody
const result = (facts: ReferralFacts, body: ReferralCommandBody, setting: Setting) => {
  const decision = decide(facts, onVersion(body), setting)
  return decision.ok ? [decision.next, decision.holder] : decision.refusal.code
}
const clocks = (facts: ReferralFacts, body: ReferralCommandBody, setting: Setting) => {
  const decision = decide(facts, onVersion(body), setting)
  if (!decision.ok) throw new Error(decision.refusal.code)
  const after = clocksAfter(decision, setting, { before: facts, plannedEndOn: facts.history.plannedEndOn })
  if (!after.ok) throw new Error(after.refusal)
  return after
}
const by = (viewer: Viewer, now = MONDAY) => settingOf(viewer, { now })

describe('asking for more (补正)', () => {
  const given = factsIn('acknowledged', { expiresAt: evening('2026-11-23') })
  const ask = command('requestInformation')

  it('the question is the sender’s to answer, and both of the target’s clocks stand meanwhile', () => {
    const asked = clocks(given, ask, by(target, at('2026-11-11')))
    expect(asked).toMatchObject({ clock: { rule: 'information', dueAt: evening('2026-11-18') }, expiresAt: null })
    expect(asked.stood).toEqual({ dueDays: 3, expiryDays: 8 })
  })

  it('the answer lets them go on with the days that were left', () => {
    const waiting = factsIn('informationRequested', { stood: { dueDays: 3, expiryDays: 8 } })
    const answered = clocks(waiting, command('answerInformation'), by(sender, at('2026-11-16')))
    expect(answered).toMatchObject({ clock: { rule: 'decide', dueAt: evening('2026-11-19') }, stood: null })
    expect(answered.expiresAt).toEqual(evening('2026-11-26'))
  })

  it('an answer that never comes gives the referral back to the target by the clock', () => {
    const waiting = factsIn('informationRequested', { stood: { dueDays: 1, expiryDays: 2 } })
    const late = settingOf(CLOCK_VIEWER, { now: evening('2026-11-16') })
    expect(clockDue(waiting, late).actions).toEqual(['lapseInformation'])
    expect(result(waiting, { action: 'lapseInformation' }, late)).toEqual(['acknowledged', 'target'])
  })

  it.each([
    ['a third round', { history: { informationRounds: 2 } }, ask, 'INFORMATION_ROUNDS_USED'],
    ['a question about no section', {}, { ...ask, section: null }, 'INFORMATION_SECTION_MISFIT'],
    ['no question', {}, { ...ask, question: '' }, 'QUESTION_MISSING'],
  ] as const)('%s is refused', (_, over, body, code) => {
    expect(result(factsIn('acknowledged', over), body, by(target))).toBe(code)
  })
})

describe('waiting', () => {
  it('is looked at again each thirty days, and ends ninety days after it began', () => {
    const begun = clocks(factsIn('acknowledged'), command('waitlist'), by(target))
    expect(begun).toMatchObject({ clock: { rule: 'waitlist', dueAt: evening('2026-12-09') } })
    expect(begun.expiresAt).toEqual(evening('2027-02-07'))
    const again = factsIn('waitlisted', { expiresAt: begun.expiresAt })
    const renewed = clocks(again, command('keepWaiting'), by(target, at('2026-12-08')))
    expect(renewed).toMatchObject({ clock: { dueAt: evening('2027-01-07') }, expiresAt: evening('2027-02-07') })
  })

  it('may promise no day past those ninety, counted from the first', () => {
    const far = { action: 'keepWaiting', reason: '等候', expectedOn: '2027-02-08' } as const
    expect(result(factsIn('waitlisted'), far, by(target, at('2026-12-08')))).toBe('WAIT_DATE_INVALID')
  })

  it('leads to acceptance or decline', () => {
    expect(result(factsIn('waitlisted'), command('accept'), by(target))).toEqual(['accepted', 'target'])
    expect(result(factsIn('waitlisted'), command('decline'), by(target))).toEqual(['declined', 'sender'])
  })
})

describe('what nobody answers', () => {
  it('expires ten working days after its submission, reminded and escalated before, and falls to the desk', () => {
    const submitted = clocks(factsIn('awaitingApproval'), command('approve'), by(sender))
    expect(submitted.expiresAt).toEqual(evening('2026-11-23'))
    const facts = factsIn('submitted', { expiresAt: submitted.expiresAt, escalationLevel: 2 })
    expect(clockDue(facts, by(CLOCK_VIEWER, evening('2026-11-20'))).actions).toEqual([])
    const setting = by(CLOCK_VIEWER, evening('2026-11-23'))
    expect(clockDue(facts, setting).actions).toEqual(['expire'])
    expect(result(facts, { action: 'expire' }, setting)).toEqual(['expired', 'desk'])
  })

  it('is not ended while a late acknowledgement still has its days for the decision', () => {
    const startedAt = at('2026-11-20')
    const late = factsIn('acknowledged', {
      expiresAt: evening('2026-11-23'),
      clock: { rule: 'decide', startedAt, dueAt: evening('2026-11-27') },
      escalationLevel: 2,
    })
    expect(clockDue(late, by(CLOCK_VIEWER, evening('2026-11-30'))).actions).toEqual([])
    expect(clockDue(late, by(CLOCK_VIEWER, evening('2026-12-01'))).actions).toEqual(['expire'])
  })

  it('is dispatched to its target by the common superior, objected to once, and not declined', () => {
    const expired = factsIn('expired')
    expect(result(expired, command('dispatch'), by(sender))).toBe('REFERRAL_NOT_YOUR_PART')
    expect(result(expired, command('dispatch'), by(desk))).toEqual(['dispatched', 'target'])
    const dispatched = factsIn('dispatched')
    expect(result(dispatched, command('object'), by(target))).toEqual(['expired', 'desk'])
    expect(result(dispatched, command('object'), by(target, at('2026-11-12')))).toBe('REFERRAL_OBJECTION_LATE')
    const again = factsIn('dispatched', { history: { objectedAt: MONDAY } })
    expect(result(again, command('object'), by(target))).toBe('REFERRAL_OBJECTED_ALREADY')
    expect(result(dispatched, command('acknowledge'), by(target))).toEqual(['acknowledged', 'target'])
    const taken = factsIn('acknowledged', { history: { dispatchedAt: MONDAY } })
    expect(result(taken, command('decline'), by(target))).toBe('REFERRAL_DISPATCHED_NO_DECLINE')
  })

  it('a party that is itself the common superior acts for that desk', () => {
    expect(result(factsIn('expired'), command('settle'), by({ ...sender, isDesk: true }))).toEqual(['expired', null])
    expect(result(factsIn('expired'), command('settle'), by(sender))).toBe('REFERRAL_NOT_YOUR_PART')
  })
})

describe('what is declined', () => {
  it('is sent on by its sender; declined twice in a chain, by the common superior', () => {
    const first = decide(factsIn('acknowledged'), onVersion(command('decline')), by(target))
    expect(first).toMatchObject({ next: 'declined', holder: 'sender', clock: { rule: 'reroute' } })
    const given = factsIn('acknowledged', { world: { failedBefore: 1 } })
    const second = decide(given, onVersion(command('decline')), by(target))
    expect(second).toMatchObject({ next: 'declined', holder: 'desk', clock: { rule: 'dispatch' } })
    const held = factsIn('declined', { holder: 'desk', world: { failedBefore: 1 } })
    expect(result(held, { action: 'reroute' }, by(sender))).toBe('REFERRAL_REROUTE_BY_SUPERIOR')
    expect(result(held, { action: 'reroute' }, by(desk))).toBe('REFERRAL_NOT_YOUR_PART')
    expect(decide(held, onVersion(command('assign')), by(desk))).toMatchObject({ effects: ['draftSuccessor'] })
  })

  it('is assigned by the common superior exactly where it is held by the desk: expired, or declined once too often', () => {
    const assign = command('assign')
    expect(result(factsIn('expired'), assign, by(desk))).toEqual(['expired', null])
    expect(result(factsIn('declined', { holder: 'desk' }), assign, by(desk))).toEqual(['declined', null])
    expect(result(factsIn('declined'), assign, by(desk))).toBe('REFERRAL_NOT_YOUR_PART')
    // A sender that is itself the common superior has the first word as sender, and assigns after the second decline.
    expect(result(factsIn('declined'), assign, by({ ...sender, isDesk: true }))).toBe('REFERRAL_NOT_YOUR_PART')
    expect(result(factsIn('declined', { holder: 'desk' }), assign, by({ ...sender, isDesk: true }))).toEqual([
      'declined',
      null,
    ])
    expect(result(factsIn('expired', { holder: null }), assign, by(desk))).toBe('REFERRAL_SETTLED_ALREADY')
    expect(result(factsIn('returned'), assign, by(desk))).toBe('REFERRAL_WRONG_STATE')
    expect(result(factsIn('expired'), { action: 'assign', reason: '' }, by(desk))).toBe('REASON_MISSING')
    expect(result(factsIn('expired'), assign, by(sender))).toBe('REFERRAL_NOT_YOUR_PART')
    expect(result(factsIn('expired'), { action: 'reroute' }, by(desk))).toBe('REFERRAL_NOT_YOUR_PART')
  })

  it('is sent on once', () => {
    expect(result(factsIn('declined'), { action: 'reroute' }, by(sender))).toEqual(['declined', null])
    const done = factsIn('declined', { holder: null, history: { isSettled: true } })
    expect(result(done, { action: 'reroute' }, by(sender))).toBe('REFERRAL_SETTLED_ALREADY')
  })

  it('rests when the sender lets its days pass', () => {
    const setting = by(CLOCK_VIEWER, evening('2026-11-12'))
    expect(clockDue(factsIn('declined'), setting).actions).toEqual(['letRest'])
    expect(result(factsIn('declined'), { action: 'letRest' }, setting)).toEqual(['declined', null])
  })

  it('an assignment skips the sender’s approval, may be a fourth hop, and ends when the organisation refuses', () => {
    const assigned = factsIn('awaitingConsent', { kind: 'dispatch', hop: 4 })
    expect(result(assigned, command('signConsent'), by(organisation))).toEqual(['dispatched', 'target'])
    expect(result(assigned, command('refuseConsent'), by(organisation))).toEqual(['withdrawn', null])
  })
})

describe('a service', () => {
  it('pauses until a day within sixty, and its grant is not longer for it', () => {
    expect(clocks(factsIn('active'), command('hold'), by(target)).clock).toMatchObject({
      rule: 'hold',
      dueAt: evening('2026-12-01'),
    })
    const far = { action: 'hold', reason: '装修', resumeOn: '2027-01-09' } as const
    expect(result(factsIn('active'), far, by(target))).toBe('HOLD_DATE_INVALID')
    expect(decide(factsIn('active'), onVersion(command('hold')), by(target))).toMatchObject({ effects: [] })
  })

  it('owes its report ten working days after the planned end', () => {
    const soon = factsIn('active', { history: { plannedEndOn: '2026-11-16' } })
    expect(clocks(soon, command('progress'), by(target)).clock).toMatchObject({
      rule: 'outcome',
      dueAt: evening('2026-11-30'),
    })
    const later = factsIn('active', { history: { plannedEndOn: '2026-12-20' } })
    expect(clocks(later, command('progress'), by(target)).clock).toMatchObject({ rule: 'progress' })
  })

  it('that failed is confirmed or disputed as one that is done', () => {
    expect(result(factsIn('active'), command('reportFailure'), by(target))).toEqual(['failed', 'sender'])
    expect(result(factsIn('failed'), command('confirmClosure'), by(organisation))).toEqual(['failed', 'sender'])
    expect(result(factsIn('failed'), command('dispute'), by(organisation))).toEqual(['disputed', 'desk'])
  })

  it('in dispute is ruled on by the common superior: the report stands, or the work goes on', () => {
    const stands = { action: 'rule', ruling: 'stands', text: '属实' } as const
    const redo = { action: 'rule', ruling: 'redo', text: '继续' } as const
    expect(result(factsIn('disputed'), stands, by(desk))).toEqual(['closed', null])
    expect(result(factsIn('disputed'), redo, by(desk))).toEqual(['active', 'target'])
    expect(result(factsIn('disputed'), stands, by(target))).toBe('REFERRAL_NOT_YOUR_PART')
  })
})

describe('a return', () => {
  const asked = factsIn('returnRequested', { mode: 'handOver' })

  it('leaves custody with the target until the sender accepts it', () => {
    const request = decide(factsIn('active', { mode: 'handOver' }), onVersion(command('requestReturn')), by(target))
    expect(request).toMatchObject({ next: 'returnRequested', effects: [] })
    const accepted = decide(asked, onVersion({ action: 'acceptReturn' }), by(sender))
    expect(accepted).toMatchObject({ next: 'returned', effects: ['endGrant', 'returnCustody'] })
  })

  it('that is refused goes back to where it was', () => {
    expect(result(asked, command('refuseReturn'), by(sender))).toEqual(['active', 'target'])
    const before = factsIn('returnRequested', { history: { stateBeforeReturn: 'accepted' } })
    expect(result(before, command('refuseReturn'), by(sender))).toEqual(['accepted', 'target'])
  })

  it('is the common superior’s once the sender’s days have passed', () => {
    expect(result(asked, { action: 'acceptReturn' }, by(desk))).toBe('REFERRAL_RETURN_WITH_SENDER')
    const late = { ...asked, escalationLevel: 2 } as const
    expect(result(late, { action: 'acceptReturn' }, by(desk))).toEqual(['returned', null])
    expect(clockDue(asked, by(CLOCK_VIEWER, evening('2026-11-16'))).actions).toEqual(['escalate'])
  })

  it('gives nothing back that has moved on, and is refused plainly; a co-service has nothing to give back', () => {
    const elsewhere = { mode: 'handOver', world: { targetHoldsCustody: false } } as const
    expect(result(factsIn('active', elsewhere), command('requestReturn'), by(target))).toBe(
      'REFERRAL_CUSTODY_ELSEWHERE',
    )
    expect(result(factsIn('returnRequested', elsewhere), { action: 'acceptReturn' }, by(sender))).toBe(
      'REFERRAL_CUSTODY_ELSEWHERE',
    )
    expect(result(factsIn('returnRequested', elsewhere), command('refuseReturn'), by(sender))).toEqual([
      'active',
      'target',
    ])
    const beside = factsIn('returnRequested', { world: { targetHoldsCustody: false } })
    expect(result(beside, { action: 'acceptReturn' }, by(sender))).toEqual(['returned', null])
    expect(result(factsIn('closed', elsewhere), command('reopen'), by(sender))).toBe('REFERRAL_CUSTODY_ELSEWHERE')
  })

  it('moves custody back once: another referral in its stead moves nothing', () => {
    const done = factsIn('returned', { mode: 'handOver' })
    expect(decide(done, onVersion({ action: 'reroute' }), by(sender))).toMatchObject({ effects: ['draftSuccessor'] })
  })
})

describe('a consent', () => {
  it('is revoked at any point after it was signed, and ends every sight', () => {
    for (const state of ['awaitingApproval', 'submitted', 'waitlisted', 'active', 'onHold', 'disputed'] as const) {
      const decision = decide(factsIn(state), onVersion(command('revokeConsent')), by(organisation))
      expect(decision).toMatchObject({ next: 'consentRevoked', holder: null, effects: ['revokeConsent'] })
    }
  })

  it('is revoked by the organisation without a reason, and on its paper with one', () => {
    const silent = command('revokeConsent', { reason: '' })
    expect(result(factsIn('active'), silent, by(organisation))).toEqual(['consentRevoked', null])
    expect(result(factsIn('active'), silent, by(sender))).toBe('REASON_MISSING')
    expect(result(factsIn('active'), silent, by(target))).toBe('REFERRAL_NOT_YOUR_PART')
  })
})

describe('a closed referral', () => {
  it('is taken up again by either director within ninety days, while the consent holds', () => {
    expect(decide(factsIn('closed'), onVersion(command('reopen')), by(target))).toMatchObject({
      next: 'active',
      effects: ['reopenGrant'],
    })
    expect(result(factsIn('closed'), command('reopen'), by(sender, at('2027-02-07')))).toBe('REFERRAL_TERM_INVALID')
    const renewed = command('reopen', { grantUntil: '2027-04-30' })
    expect(result(factsIn('closed'), renewed, by(sender, at('2027-02-07')))).toEqual(['active', 'target'])
    expect(result(factsIn('closed'), renewed, by(sender, at('2027-02-08')))).toBe('REFERRAL_REOPEN_LATE')
    expect(result(factsIn('closed', { consent: null }), renewed, by(sender))).toBe('CONSENT_MISSING')
  })

  it('opens no sight past the consent, and no second hand-over', () => {
    const past = command('reopen', { grantUntil: '2027-05-10' })
    expect(result(factsIn('closed', { consent: signed }), past, by(sender))).toBe('REFERRAL_TERM_INVALID')
    const elsewhere = factsIn('closed', { mode: 'handOver', world: { otherHandOverOpen: true } })
    expect(result(elsewhere, command('reopen'), by(sender))).toBe('REFERRAL_HAND_OVER_OPEN')
  })
})

describe('what was made by mistake', () => {
  const administrator: Viewer = { relation: 'sender', roles: ['tenantAdmin'], personId: 'a' }
  const director: Viewer = { ...sender, personId: 'b' }
  const proposed = factsIn('submitted', { history: { voidProposedByPersonId: 'a' } })

  it('is voided by the administrator and one more person', () => {
    expect(result(factsIn('submitted'), command('confirmVoid'), by(director))).toBe('VOID_NOT_PROPOSED')
    expect(result(factsIn('submitted'), command('proposeVoid'), by(director))).toBe('REFERRAL_ROLE_MISSING')
    expect(result(factsIn('submitted'), command('proposeVoid'), by(administrator))).toEqual(['submitted', 'target'])
    expect(result(proposed, command('confirmVoid'), by(director))).toEqual(['voided', null])
    const both: Viewer = { relation: 'sender', roles: ['tenantAdmin', 'director'], personId: 'a' }
    expect(result(proposed, command('confirmVoid'), by(both))).toBe('VOID_SECOND_PERSON_NEEDED')
  })

  it('was never accepted', () => {
    const revoked = factsIn('consentRevoked', { history: { wasAccepted: true } })
    expect(result(revoked, command('proposeVoid'), by(administrator))).toBe('REFERRAL_ACCEPTED_ONCE')
    expect(result(factsIn('active'), command('proposeVoid'), by(administrator))).toBe('REFERRAL_WRONG_STATE')
  })

  it('waits with its clock as it was until the second person has spoken', () => {
    const decision = decide(factsIn('submitted'), onVersion(command('proposeVoid')), by(administrator))
    expect(decision).toMatchObject({ clock: { change: 'keep' }, holder: 'target', expiry: 'keep' })
  })
})

it('every figure of the reference network stands in its profile', () => {
  const { deadlines, ...rules } = reference.referral
  expect([deadlines.information.days, deadlines.dispatched.days, deadlines.ruling.days]).toEqual([5, 3, 10])
  expect([rules.informationRounds, rules.expireAfter.days, rules.reopenWithin.days]).toEqual([2, 10, 90])
})
