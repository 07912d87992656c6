import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import { instantAt } from '../calendar/civil-date.ts'
import { clockDue, dueFor } from './clock.ts'
import { CLOCK_VIEWER } from './facts.ts'
import { decide } from './machine.ts'
import { MONDAY, factsIn, onVersion, reference, settingOf } from '../../test/referral-fixture.ts'
import type { ClockAction, ReferralState } from './states.ts'

const reckoning = { rules: reference.referral, calendar: publishedCalendar }
const evening = (day: string) => instantAt(day, '18:00')
const at = (state: ReferralState, now: Date, escalationLevel: 0 | 1 | 2 = 0) =>
  clockDue(factsIn(state, { escalationLevel }), { ...reckoning, now })

describe('a deadline', () => {
  it.each([
    ['draft', '2026-12-09'],
    ['consent', '2026-11-18'],
    ['approval', '2026-11-11'],
    ['acknowledge', '2026-11-11'],
    ['decide', '2026-11-16'],
    ['firstContact', '2026-11-23'],
    ['progress', '2026-12-09'],
    ['confirm', '2026-11-23'],
  ] as const)('of %s that starts on Monday 9 November runs out on %s', (rule, day) => {
    expect(dueFor(rule, MONDAY, reckoning)).toEqual({ ok: true, rule, at: evening(day), calendarVersion: 'test' })
  })

  it('in working days past the loaded years is refused by name; one in calendar days is not', () => {
    const late = instantAt('2026-12-25', '10:00')
    expect(dueFor('decide', late, reckoning)).toEqual({ ok: false, refusal: 'CALENDAR_NOT_LOADED', year: 2027 })
    expect(dueFor('progress', late, reckoning)).toMatchObject({ ok: true, at: evening('2027-01-24') })
  })
})

describe('the clock', () => {
  it.each<[ReferralState, string, 0 | 1 | 2, ClockAction[], string | null]>([
    ['submitted', '2026-11-11 17:59', 0, [], '2026-11-11'],
    ['submitted', '2026-11-11 18:00', 0, ['remind'], '2026-11-13'],
    ['submitted', '2026-11-12 09:00', 1, [], '2026-11-13'],
    ['submitted', '2026-11-13 18:00', 1, ['escalate'], null],
    ['submitted', '2026-11-14 18:00', 2, [], null],
    ['submitted', '2026-11-20 18:00', 0, ['escalate'], null],
    ['acknowledged', '2026-11-16 18:00', 0, ['remind'], '2026-11-18'],
    ['accepted', '2026-11-30 18:00', 1, ['escalate'], null],
    ['active', '2026-12-09 18:00', 0, ['remind'], '2026-12-23'],
    ['active', '2026-12-23 18:00', 1, ['escalate'], null],
    ['awaitingConsent', '2026-11-12 17:00', 0, [], '2026-11-12'],
    ['awaitingConsent', '2026-11-12 18:00', 0, ['remind'], '2026-11-18'],
    ['awaitingConsent', '2026-11-18 18:00', 1, ['lapseConsent'], null],
    ['awaitingConsent', '2026-11-20 18:00', 0, ['lapseConsent'], null],
    ['awaitingApproval', '2026-11-11 18:00', 0, ['remind'], null],
    ['awaitingApproval', '2026-12-11 18:00', 1, [], null],
    ['draft', '2026-12-09 17:00', 0, [], '2026-12-09'],
    ['draft', '2026-12-09 18:00', 0, ['dropDraft'], null],
    ['outcomeReported', '2026-11-23 18:00', 0, ['closeUnconfirmed'], null],
    ['closed', '2026-12-31 18:00', 0, [], null],
  ])('in %s at %s on level %s must %j and looks again on %s', (...[state, when, level, actions, next]) => {
    const [day = '', time = ''] = when.split(' ')
    expect(at(state, instantAt(day, time), level)).toEqual({ actions, nextAt: next === null ? null : evening(next) })
  })

  it('waits with a climb whose date no loaded list covers, and looks again each day', () => {
    const startedAt = instantAt('2026-11-26', '10:00')
    const dueAt = evening('2026-12-26')
    const facts = { clock: { rule: 'progress', startedAt, dueAt }, escalationLevel: 1, expiresAt: null } as const
    const before = instantAt('2026-12-01', '08:00')
    const after = instantAt('2026-12-28', '08:00')
    expect(clockDue(facts, { ...reckoning, now: before })).toEqual({ actions: [], nextAt: dueAt })
    expect(clockDue(facts, { ...reckoning, now: after })).toEqual({
      actions: [],
      nextAt: instantAt('2026-12-29', '08:00'),
    })
  })

  it.each([
    ['submitted', '2026-11-11', 0, 'remind', 'submitted', 1, []],
    ['submitted', '2026-11-13', 1, 'escalate', 'submitted', 2, []],
    ['awaitingConsent', '2026-11-18', 1, 'lapseConsent', 'draft', 0, ['setAsideConsent']],
    ['draft', '2026-12-09', 0, 'dropDraft', null, 0, ['removeDraft']],
    ['outcomeReported', '2026-11-23', 0, 'closeUnconfirmed', 'closed', 0, ['endGrant']],
  ] as const)(
    'in %s on %s carries out what is due through the same table',
    (...[state, day, level, action, next, after, effects]) => {
      const facts = factsIn(state, { escalationLevel: level })
      const decision = decide(facts, onVersion({ action }), settingOf(CLOCK_VIEWER, { now: evening(day) }))
      expect(decision).toMatchObject({ ok: true, next, escalationLevel: after, effects })
    },
  )

  it('leaves the deadline as it is when it reminds or escalates', () => {
    const setting = settingOf(CLOCK_VIEWER, { now: evening('2026-11-11') })
    expect(decide(factsIn('submitted'), onVersion({ action: 'remind' }), setting)).toMatchObject({
      clock: { change: 'keep' },
      holder: 'target',
    })
  })

  it('can do nothing before its time, nor twice', () => {
    const early = settingOf(CLOCK_VIEWER)
    const codes = (['remind', 'escalate', 'lapseConsent', 'dropDraft', 'closeUnconfirmed'] as const).map(action => {
      const state = {
        lapseConsent: 'awaitingConsent',
        dropDraft: 'draft',
        closeUnconfirmed: 'outcomeReported',
      } as const
      const from = action === 'remind' || action === 'escalate' ? 'submitted' : state[action]
      const decision = decide(factsIn(from), onVersion({ action }), early)
      return decision.ok ? 'ok' : decision.refusal.code
    })
    expect(new Set(codes)).toEqual(new Set(['CLOCK_NOT_DUE']))
    const reminded = factsIn('submitted', { escalationLevel: 1 })
    const again = decide(
      reminded,
      onVersion({ action: 'remind' }),
      settingOf(CLOCK_VIEWER, { now: evening('2026-11-11') }),
    )
    expect(again).toMatchObject({ ok: false, refusal: { code: 'CLOCK_NOT_DUE' } })
  })
})
