import { instantAt, type CivilDate } from '../calendar/civil-date.ts'
import { dueInstant } from '../calendar/working-calendar.ts'
import type { CalendarRefusal, Term, WorkingCalendar } from '../calendar/working-calendar.ts'
import type { IncubationRules } from '../profile/incubation-schema.ts'
import type { TaskFacts, TaskPlan } from './facts.ts'

type Due = TaskPlan['due']

/** How terms are counted. `businessDayEnds`: `HH:mm` in Shanghai. */
export type CaseReckoning = { readonly calendar: WorkingCalendar; readonly businessDayEnds: string }

/** A task's term as it is stored: absolute, with the calendar it was counted on and the instant of its next look. */
export type CaseTerm = {
  readonly ok: true
  readonly startedAt: Date
  readonly dueAt: Date
  readonly nextAt: Date
  readonly calendarVersion: string
}

/** Where the term of a task stands in the rules. */
export function deadlineOf(rules: IncubationRules, task: Pick<TaskFacts, 'kind' | 'stepId' | 'ordinal'>): Due {
  switch (task.kind) {
    case 'completion':
      return rules.application.completion
    case 'assessment':
      return rules.assessment.due
    case 'rectification':
      return rules.violations.rectification
    case 'exit':
      return rules.exit.due
    case 'followUp':
      return rules.followUp.due
    case 'approval':
      return found(rules.approval[task.ordinal - 1], task).due
    default:
      return found(
        rules.steps.find(({ id }) => id === task.stepId),
        task,
      ).due
  }
}

function found<T>(rule: T | undefined, { kind, stepId }: Pick<TaskFacts, 'kind' | 'stepId'>): T {
  if (rule === undefined) throw new Error(`the rules have no ${kind} ${stepId ?? ''}`)
  return rule
}

/** The term of a task that begins at an instant. Refused by name when a year it needs is not loaded. */
export function caseTerm(due: Due, startedAt: Date, reckoning: CaseReckoning): CaseTerm | CalendarRefusal {
  const end = after(startedAt, due, reckoning)
  if (!end.ok) return end
  const reminder = due.reminderAfter ? after(startedAt, due.reminderAfter, reckoning) : end
  if (!reminder.ok) return reminder
  return {
    ok: true,
    startedAt,
    dueAt: end.at,
    nextAt: reminder.at < end.at ? reminder.at : end.at,
    calendarVersion: reckoning.calendar.version,
  }
}

/** The instant a planned task begins: the first of its day. */
export const openingOf = (day: CivilDate): Date => instantAt(day, '00:00')

/** A task's clock as it is stored. */
export type TaskClock = {
  readonly state: 'planned' | 'open'
  readonly opensOn: CivilDate | null
  readonly dueAt: Date | null
  readonly isReminded: boolean
  readonly level: number
}

/** What the worker does to a task: `open` what was planned, `remind` once, `escalate` once; `nextAt` is its look after that, null when there is none. */
export type CaseClockAction =
  | { readonly action: 'open' }
  | { readonly action: 'remind' | 'escalate'; readonly nextAt: Date | null }
  | { readonly action: null; readonly nextAt: Date | null }

/** What is due of a task at an instant. Refused by name when a year is not loaded: the next run looks again. */
export function caseClockDue(
  clock: TaskClock,
  { due, startedAt }: { due: Due; startedAt: Date | null },
  { now, ...reckoning }: CaseReckoning & { readonly now: Date },
): CaseClockAction | CalendarRefusal {
  if (clock.state === 'planned') {
    const opensAt = clock.opensOn === null ? null : openingOf(clock.opensOn)
    return opensAt !== null && opensAt <= now ? { action: 'open' } : { action: null, nextAt: opensAt }
  }
  if (clock.dueAt === null || startedAt === null) return { action: null, nextAt: null }
  return openDue({ ...clock, dueAt: clock.dueAt }, { due, startedAt }, { now, ...reckoning })
}

function openDue(
  { dueAt, level, isReminded }: TaskClock & { dueAt: Date },
  { due, startedAt }: { due: Due; startedAt: Date },
  { now, ...reckoning }: CaseReckoning & { readonly now: Date },
): CaseClockAction | CalendarRefusal {
  const climb = due.escalateAfter && level === 0 ? climbAt(dueAt, due.escalateAfter, reckoning) : null
  if (climb && !climb.ok) return climb
  if (climb && climb.at <= now) return { action: 'escalate', nextAt: null }
  const nextAt = climb?.at ?? null
  if (isReminded) return { action: null, nextAt }
  const reminder = due.reminderAfter ? after(startedAt, due.reminderAfter, reckoning) : { ok: true as const, at: dueAt }
  if (!reminder.ok) return reminder
  const at = reminder.at < dueAt ? reminder.at : dueAt
  return at <= now ? { action: 'remind', nextAt } : { action: null, nextAt: at }
}

function climbAt(dueAt: Date, term: Term, reckoning: CaseReckoning) {
  return term.days === 0 ? ({ ok: true, at: dueAt } as const) : after(dueAt, term, reckoning)
}

function after(from: Date, { days, unit }: Term, { calendar, businessDayEnds }: CaseReckoning) {
  return dueInstant(calendar, from, { days, unit, businessDayEnds })
}
