import { civilDateOf, instantAt } from '../calendar/civil-date.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { addWorkingDays, workingDaysBetween } from '../calendar/working-calendar.ts'
import type { Term, WorkingCalendar } from '../calendar/working-calendar.ts'
import { clockDue, type DeadlineRule, type ReferralRules, type ReferralState } from '../referral/index.ts'

/** A running clock as it is stored. */
export type RunningClock = {
  readonly state: ReferralState
  readonly rule: DeadlineRule
  readonly startedAt: Date
  readonly dueAt: Date
  readonly expiresAt: Date | null
  readonly nextAt: Date | null
  readonly plannedEndOn: CivilDate | null
  readonly escalationLevel: 0 | 1 | 2
}

/** The calendar that a clock was counted on, the one that is to count now, and the rules of the clock's network. */
export type CalendarChange = {
  readonly before: WorkingCalendar
  readonly after: WorkingCalendar
  readonly rules: ReferralRules
  /** `HH:mm` in Shanghai. */
  readonly businessDayEnds: string
  readonly now: Date
}

/** The same, of what no referral's rules are needed for. */
export type TermChange = Omit<CalendarChange, 'rules'>

/** Where a clock stands on the new calendar. */
export type MovedClock = {
  /** The due instant or the end moved. */
  readonly isMoved: boolean
  readonly dueAt: Date
  readonly expiresAt: Date | null
  /** When the clock looks at the referral next. */
  readonly nextAt: Date | null
}

/**
 * Where a running clock stands when a calendar takes another's place: as many working days after its start as it was. What is counted in calendar
 * days or falls on a day that was named stays; so does what is past due, what would be past at once, and what would leave the loaded years.
 * The level of escalation stays; the next look is reckoned anew, so that a climb that waited for a year finds its day.
 */
export function moveClock(clock: RunningClock, change: CalendarChange): MovedClock {
  const { now, rules, after, businessDayEnds } = change
  const dueAt = movedDue(clock, change)
  const expiresAt = clock.expiresAt && movedEnd(clock, clock.expiresAt, change)
  const { actions, nextAt } = clockDue(
    {
      clock: { rule: clock.rule, startedAt: clock.startedAt, dueAt },
      escalationLevel: clock.escalationLevel,
      expiresAt,
    },
    { rules, calendar: after, businessDayEnds, now },
  )
  const isMoved = dueAt.getTime() !== clock.dueAt.getTime() || expiresAt?.getTime() !== clock.expiresAt?.getTime()
  // What has no look to come gets none; what is due for one gets it now.
  const next = clock.nextAt === null ? null : actions.length > 0 ? earlier(clock.nextAt, now) : nextAt
  return { isMoved, dueAt, expiresAt, nextAt: next }
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}

function movedDue(clock: RunningClock, change: CalendarChange): Date {
  const { rule, dueAt, startedAt, plannedEndOn, state } = clock
  if (change.rules.deadlines[rule].unit === 'calendarDay' || state === 'onHold') return dueAt
  // The report of an outcome is counted from the end that was planned, not from the start of the service.
  const from = rule === 'outcome' && plannedEndOn !== null ? plannedEndOn : civilDateOf(startedAt)
  return shifted(from, dueAt, change)
}

/** The end of what nobody decides: its start is not kept where it was stopped for a question, so what is still to come is counted. */
function movedEnd({ state }: RunningClock, expiresAt: Date, change: CalendarChange): Date {
  const term = state === 'waitlisted' ? change.rules.waitlistAtMost : change.rules.expireAfter
  return term.unit === 'calendarDay' ? expiresAt : shifted(civilDateOf(change.now), expiresAt, change)
}

/**
 * Where the end of a plain term stands when a calendar takes another's place, as a clock's due instant does: as many working days after its start; what
 * is past, would be past at once or would leave the loaded years stays.
 */
export function moveTerm(
  { startedAt, endsAt, unit }: { startedAt: Date; endsAt: Date; unit: Term['unit'] },
  change: TermChange,
): Date {
  return unit === 'calendarDay' ? endsAt : shifted(civilDateOf(startedAt), endsAt, change)
}

function shifted(from: CivilDate, at: Date, { before, after, businessDayEnds, now }: TermChange): Date {
  if (at <= now) return at
  const counted = workingDaysBetween(before, from, civilDateOf(at))
  if (!counted.ok) return at
  const moved = addWorkingDays(after, from, counted.days)
  if (!moved.ok) return at
  const due = instantAt(moved.date, businessDayEnds)
  return due <= now || moved.date === civilDateOf(at) ? at : due
}
