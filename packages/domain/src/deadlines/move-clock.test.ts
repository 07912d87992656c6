import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import { reference } from '../../test/referral-fixture.ts'
import { addDays, civilDateOf, dueInstant, instantAt, isWeekend, type WorkingCalendar } from '../calendar/index.ts'
import { type CalendarChange, moveClock, moveTerm, type RunningClock } from './move-clock.ts'

const { referral: rules } = reference
const now = instantAt('2026-11-23', '09:00')
/** The published calendar with other days. */
function withDays(days: Record<string, 'work' | 'off'>, years: number[] = []): WorkingCalendar {
  const { exceptions } = publishedCalendar
  return {
    version: 'other',
    years: new Set([...publishedCalendar.years, ...years]),
    exceptions: new Map([...exceptions, ...Object.entries(days)]),
  }
}
const change = (after: WorkingCalendar, at = now): CalendarChange => ({
  before: publishedCalendar,
  after,
  rules,
  businessDayEnds: '18:00',
  now: at,
})
const decide: RunningClock = {
  state: 'acknowledged',
  rule: 'decide',
  startedAt: now,
  dueAt: instantAt('2026-11-30', '18:00'),
  expiresAt: instantAt('2026-12-07', '18:00'),
  nextAt: instantAt('2026-11-30', '18:00'),
  plannedEndOn: null,
  escalationLevel: 0,
}

describe('a clock on another calendar', () => {
  it('moves by the days that people do not work after all, its end and next look with it', () => {
    expect(moveClock(decide, change(withDays({ '2026-11-27': 'off' })))).toEqual({
      isMoved: true,
      dueAt: instantAt('2026-12-01', '18:00'),
      expiresAt: instantAt('2026-12-08', '18:00'),
      nextAt: instantAt('2026-12-01', '18:00'),
    })
  })

  it('stays where the days that changed lie elsewhere', () => {
    expect(moveClock(decide, change(withDays({ '2026-12-28': 'off' })))).toMatchObject({ isMoved: false })
  })

  it.each([
    ['past due', { dueAt: instantAt('2026-11-20', '18:00'), startedAt: instantAt('2026-11-13', '09:00') }],
    ['counted in calendar days', { state: 'active', rule: 'progress' }],
    ['on hold until a day', { state: 'onHold', rule: 'hold' }],
  ] as [string, Partial<RunningClock>][])('that is %s does not move', (_why, more) => {
    const clock = { ...decide, expiresAt: null, ...more }
    const moved = moveClock(clock, change(withDays({ '2026-11-19': 'off', '2026-11-27': 'off' })))
    expect(moved).toMatchObject({ isMoved: false, dueAt: clock.dueAt })
  })

  it('is never moved to where it would be past at once', () => {
    const late = {
      ...decide,
      expiresAt: null,
      dueAt: instantAt('2026-11-23', '18:00'),
      startedAt: instantAt('2026-11-16', '09:00'),
    }
    const earlier = withDays({ '2026-11-21': 'work', '2026-11-22': 'work' })
    expect(moveClock(late, change(earlier))).toMatchObject({ isMoved: false, dueAt: late.dueAt })
  })

  it('finds the day of a climb that waited for a year that was not loaded, and keeps its level', () => {
    const waiting = {
      ...decide,
      state: 'submitted',
      rule: 'acknowledge',
      startedAt: instantAt('2026-12-29', '09:00'),
      dueAt: instantAt('2026-12-31', '18:00'),
      expiresAt: null,
      escalationLevel: 1,
      nextAt: instantAt('2027-01-02', '18:00'),
    } as const
    const at = instantAt('2027-01-01', '18:00')
    const moved = moveClock(waiting, change(withDays({ '2027-01-01': 'off' }, [2027]), at))
    expect(moved).toEqual({
      isMoved: false,
      dueAt: waiting.dueAt,
      expiresAt: null,
      nextAt: instantAt('2027-01-05', '18:00'),
    })
  })

  it('stands where it would stand had it been counted on that calendar from the start', () => {
    const day = fc.integer({ min: 0, max: 40 }).map(offset => addDays('2026-11-01', offset))
    const changes = fc.uniqueArray(day, { maxLength: 6 })
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...(['consent', 'acknowledge', 'decide', 'firstContact', 'ruling'] as const)),
        changes,
        (start, rule, days) => {
          const startedAt = instantAt(start, '10:00')
          const term = { ...rules.deadlines[rule], businessDayEnds: '18:00' }
          const due = dueInstant(publishedCalendar, startedAt, term)
          fc.pre(due.ok && due.at > startedAt)
          if (!due.ok) return
          const after = withDays(Object.fromEntries(days.map(one => [one, isWeekend(one) ? 'work' : 'off'] as const)))
          const wanted = dueInstant(after, startedAt, term)
          const clock = { ...decide, state: 'submitted', rule, startedAt, dueAt: due.at, expiresAt: null } as const
          const moved = moveClock(clock, change(after, startedAt))
          expect(wanted).toEqual({ ok: true, at: moved.dueAt })
          expect(moved.isMoved).toBe(civilDateOf(moved.dueAt) !== civilDateOf(due.at))
        },
      ),
    )
  })
})

describe('a plain term on another calendar', () => {
  const term = { startedAt: now, endsAt: instantAt('2026-11-30', '18:00'), unit: 'workingDay' } as const
  const after = withDays({ '2026-11-27': 'off' })

  it('moves by the days that people do not work after all', () => {
    expect(moveTerm(term, change(after))).toEqual(instantAt('2026-12-01', '18:00'))
  })

  it('stays where it is counted in calendar days, is over, or nothing changed', () => {
    expect(moveTerm({ ...term, unit: 'calendarDay' }, change(after))).toEqual(term.endsAt)
    expect(moveTerm(term, change(after, instantAt('2026-12-01', '09:00')))).toEqual(term.endsAt)
    expect(moveTerm(term, change(withDays({ '2026-12-28': 'off' })))).toEqual(term.endsAt)
  })
})
