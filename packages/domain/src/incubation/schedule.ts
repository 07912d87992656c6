import { addDays, type CivilDate } from '../calendar/civil-date.ts'
import type { IncubationRules } from '../profile/incubation-schema.ts'
import type { TaskPlan } from './facts.ts'

/** The day so many months later: the same day of the month, or the month's last. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 }
  const last = new Date(Date.UTC(target.year, target.month, 0)).getUTCDate()
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(target.year).padStart(4, '0')}-${two(target.month)}-${two(Math.min(day, last))}`
}

/** Assessments of a residency, the first after `everyMonths`; none on the day it ends or later, where the exit is looked at. `from` counts those that are planned already. */
export function assessmentsOf(
  rules: IncubationRules,
  { admittedOn, endsOn, from = 1 }: { admittedOn: CivilDate; endsOn: CivilDate; from?: number },
): TaskPlan[] {
  const plans: TaskPlan[] = []
  for (let n = from; ; n++) {
    const opensOn = addMonths(admittedOn, n * rules.assessment.everyMonths)
    if (opensOn >= endsOn) return plans
    plans.push({ ...plan('assessment', n, opensOn), due: rules.assessment.due })
  }
}

/** The look at whether it can leave: opened on the day the term ends. */
export function exitOf(rules: IncubationRules, opensOn: CivilDate | null): TaskPlan {
  return { ...plan('exit', 1, opensOn), due: rules.exit.due }
}

/** Visits after graduation, and the day the follow-up ends. */
export function followUpOf(rules: IncubationRules, from: CivilDate): { plans: TaskPlan[]; until: CivilDate } {
  const { months, everyMonths, due } = rules.followUp
  const count = Math.floor(months / everyMonths)
  const plans = Array.from({ length: count }, (_, index) => ({
    ...plan('followUp', index + 1, addMonths(from, (index + 1) * everyMonths)),
    due,
  }))
  return { plans, until: addMonths(from, months) }
}

/** The last day of a residency that begins on a day. */
export const endOfTerm = (rules: IncubationRules, admittedOn: CivilDate): CivilDate =>
  addDays(addMonths(admittedOn, rules.term.months), -1)

function plan(kind: TaskPlan['kind'], ordinal: number, opensOn: CivilDate | null): Omit<TaskPlan, 'due'> {
  return { kind, stepId: null, ordinal, holder: 'operator', subject: null, ofTaskId: null, opensOn }
}
