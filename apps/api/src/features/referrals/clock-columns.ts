import { clockDue, dueFor, type ReferralState, type Setting, type Transitioned } from '@fuqiao/domain/referral'
import { calendarNotLoaded } from './facts.ts'
import type { ReferralColumns, ReferralRow } from './referral-store.ts'

/**
 * The clock's columns after a transition: the deadline of the next state, the calendar it was counted on, and when the clock next has something
 * to do. A clock that runs on is looked at anew, for its level may have changed.
 * @throws AppError CALENDAR_NOT_LOADED when the deadline falls in a year whose holiday list is not loaded
 */
export function clockColumns(
  row: ReferralRow,
  { clock, next, escalationLevel }: Transitioned,
  setting: Setting,
): ReferralColumns {
  if (clock.change === 'none' || next === null) {
    return {
      dueRule: null,
      dueAt: null,
      clockStartedAt: null,
      calendarVersion: null,
      escalationLevel,
      nextClockAt: null,
    }
  }
  if (clock.change === 'keep') return { escalationLevel, nextClockAt: nextLook(row, next, escalationLevel, setting) }
  return { ...newClock(clock.rule, next, setting), escalationLevel }
}

/** A deadline that begins now. @throws AppError CALENDAR_NOT_LOADED */
export function newClock(rule: keyof Setting['rules']['deadlines'], state: ReferralState, setting: Setting) {
  const { now } = setting
  const due = dueFor(rule, now, setting)
  if (!due.ok) throw calendarNotLoaded(due.year)
  const clock = { rule, startedAt: now, dueAt: due.at }
  return {
    dueRule: rule,
    dueAt: due.at,
    clockStartedAt: now,
    calendarVersion: due.calendarVersion,
    nextClockAt: clockDue({ state, clock, escalationLevel: 0 }, setting).nextAt,
  }
}

function nextLook(row: ReferralRow, state: ReferralState, escalationLevel: 0 | 1 | 2, setting: Setting): Date | null {
  const { dueRule, dueAt, clockStartedAt } = row
  if (dueRule === null || dueAt === null || clockStartedAt === null) return null
  const clock = { rule: dueRule as keyof Setting['rules']['deadlines'], startedAt: clockStartedAt, dueAt }
  const { actions, nextAt } = clockDue({ state, clock, escalationLevel }, setting)
  return actions.length > 0 ? setting.now : nextAt
}
