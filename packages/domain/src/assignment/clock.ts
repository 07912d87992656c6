import { addDays, instantAt, isCivilDate } from '../calendar/civil-date.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { dueInstant, isWorkingDay } from '../calendar/working-calendar.ts'
import type { CalendarRefusal, WorkingCalendar } from '../calendar/working-calendar.ts'
import type { Profile } from '../profile/profile-schema.ts'
import { RUNNING_ASSIGNMENT_STATES } from './machine.ts'
import type { AssignmentClockAction, AssignmentState } from './machine.ts'

/** The rules of supervision of a profile. */
export type SupervisionRules = Profile['supervision']

/** How terms are counted. `businessDayEnds`: `HH:mm` in Shanghai. */
export type AssignmentReckoning = {
  readonly rules: SupervisionRules
  readonly calendar: WorkingCalendar
  readonly businessDayEnds: string
}

/** The term of an assignment as it is stored: absolute, with the calendar it was counted on. */
export type AssignmentTerm = {
  readonly ok: true
  readonly dueAt: Date
  readonly remindAt: Date
  readonly escalateAt: Date
  readonly calendarVersion: string
}

/** Why a day cannot be the last of an assignment: a code of the pages' words. */
export type DueFault = 'INPUT_DATE_OUT_OF_RANGE' | 'INPUT_DATE_PAST' | 'INPUT_ASSIGNMENT_DUE_OFF'

/**
 * The term that ends on a working day, at the end of business: reminded some days before, climbing some days after.
 * Refused by name when a year that it needs is not loaded.
 */
export function assignmentTerm(
  day: CivilDate,
  { rules, calendar, businessDayEnds }: AssignmentReckoning,
  now: Date,
): AssignmentTerm | CalendarRefusal | { readonly ok: false; readonly fault: DueFault } {
  if (!isCivilDate(day)) return { ok: false, fault: 'INPUT_DATE_OUT_OF_RANGE' }
  const working = isWorkingDay(calendar, day)
  if (!working.ok) return working
  if (!working.works) return { ok: false, fault: 'INPUT_ASSIGNMENT_DUE_OFF' }
  const dueAt = instantAt(day, businessDayEnds)
  if (dueAt <= now) return { ok: false, fault: 'INPUT_DATE_PAST' }
  const { remindBefore, climbAfter } = rules
  const climb =
    climbAfter.days === 0
      ? ({ ok: true, at: dueAt } as const)
      : dueInstant(calendar, dueAt, { ...climbAfter, businessDayEnds })
  if (!climb.ok) return climb
  const remindAt = instantAt(dayBefore(calendar, day, remindBefore), businessDayEnds)
  return { ok: true, dueAt, remindAt, escalateAt: climb.at, calendarVersion: calendar.version }
}

/** So many days before a day; working days of years that are not loaded count as days. */
function dayBefore(calendar: WorkingCalendar, day: CivilDate, { days, unit }: SupervisionRules['remindBefore']) {
  if (unit === 'calendarDay') return addDays(day, -days)
  let at = day
  for (let left = days; left > 0;) {
    at = addDays(at, -1)
    const working = isWorkingDay(calendar, at)
    if (!working.ok || working.works) left -= 1
  }
  return at
}

/** An assignment's clock as it is stored; `level` 1: it has climbed. */
export type AssignmentClock = {
  readonly state: AssignmentState
  readonly remindAt: Date | null
  readonly escalateAt: Date | null
  readonly isReminded: boolean
  readonly level: number
}

const running: readonly AssignmentState[] = RUNNING_ASSIGNMENT_STATES

/** When the worker looks at an assignment next; null where there is nothing to look at. */
export function nextAssignmentLook({ state, remindAt, escalateAt, isReminded, level }: AssignmentClock): Date | null {
  if (!running.includes(state) || escalateAt === null || level > 0) return null
  return isReminded || remindAt === null ? escalateAt : remindAt < escalateAt ? remindAt : escalateAt
}

/** What the clock does to an assignment at an instant, each once: remind whoever is responsible, or climb. */
export function assignmentDue(clock: AssignmentClock, now: Date): AssignmentClockAction | null {
  const { state, escalateAt, level } = clock
  if (!running.includes(state) || escalateAt === null || level > 0) return null
  if (escalateAt <= now) return 'escalate'
  const next = nextAssignmentLook(clock)
  return !clock.isReminded && next !== null && next <= now ? 'remind' : null
}

/** Past its end and still with whoever is responsible. */
export const isAssignmentLate = (
  { state, dueAt }: { readonly state: AssignmentState; readonly dueAt: Date | null },
  now: Date,
): boolean => dueAt !== null && dueAt < now && running.includes(state)
