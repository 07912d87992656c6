import { clocksAfter, type ReferralState, type Setting, type Transitioned } from '@fuqiao/domain/referral'
import { calendarNotLoaded } from './facts.ts'
import type { ReferralRow } from './referral-store.ts'

type Rule = keyof Setting['rules']['deadlines']
type ClockColumn =
  'dueRule' | 'dueAt' | 'clockStartedAt' | 'calendarVersion' | 'nextClockAt' | 'expiresAt' | 'stood' | 'escalationLevel'
export type ClockColumns = Pick<ReferralRow, ClockColumn>

/** What a decision says of the clocks. */
export type ClockDecision = Pick<Transitioned, 'clock' | 'expiry' | 'escalationLevel' | 'next'>

/**
 * The clocks' columns after a transition: the deadline of the next state, when what nobody decides ends, the calendar both were counted on, and
 * when the clock next has something to do. A clock that runs on is looked at anew, for its level may have changed.
 * @throws AppError CALENDAR_NOT_LOADED when a deadline falls in a year whose holiday list is not loaded
 */
export function clockColumns(row: ReferralRow, decision: ClockDecision, setting: Setting): ClockColumns {
  const { dueRule, dueAt, clockStartedAt, expiresAt, stood } = row
  const running =
    dueRule === null || dueAt === null || clockStartedAt === null ? null : { dueAt, startedAt: clockStartedAt }
  const before = { clock: running && { ...running, rule: dueRule as Rule }, expiresAt, stood }
  return columnsOf(decision, setting, { before, plannedEndOn: row.plannedEndOn }, row.calendarVersion)
}

/** The clocks of a referral that begins in a state. @throws AppError CALENDAR_NOT_LOADED */
export function newClock(rule: Rule, state: ReferralState, setting: Setting): ClockColumns {
  return columnsOf({ clock: { change: 'set', rule }, expiry: 'end', escalationLevel: 0, next: state }, setting)
}

/** The deadline of a state that a referral is put into from outside the machine's table; what is undecided then ends anew. @throws AppError */
export function freshClock(rule: Rule, state: ReferralState, setting: Setting): ClockColumns {
  return columnsOf({ clock: { change: 'set', rule }, expiry: 'start', escalationLevel: 0, next: state }, setting)
}

function columnsOf(
  decision: ClockDecision,
  setting: Setting,
  given: Parameters<typeof clocksAfter>[2] = {},
  versionBefore: string | null = null,
): ClockColumns {
  const clocks = clocksAfter(decision, setting, given)
  if (!clocks.ok) throw calendarNotLoaded(clocks.year)
  const { clock, expiresAt, stood, nextAt } = clocks
  const isKept = decision.clock.change === 'keep'
  return {
    dueRule: clock?.rule ?? null,
    dueAt: clock?.dueAt ?? null,
    clockStartedAt: clock?.startedAt ?? null,
    calendarVersion: clock === null ? null : isKept ? versionBefore : setting.calendar.version,
    nextClockAt: nextAt,
    expiresAt,
    stood,
    escalationLevel: decision.escalationLevel,
  }
}
