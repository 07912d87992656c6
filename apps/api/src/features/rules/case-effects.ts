import { type schema } from '@fuqiao/db'
import { type CaseEffects, effectsOn, isUntouched, type MovableCase } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import { nameOfTask } from '../incubation/index.ts'
import type { PassKind } from './pass-store.ts'
import type { WorkingCalendar } from '@fuqiao/domain'

type CaseRow = typeof schema.incubationCase.$inferSelect
type TaskRow = typeof schema.caseTask.$inferSelect
type Finding = (typeof schema.profilePassLine.$inferInsert)['finding']

/** A case with what is to be done of it. */
export type RunningCase = { row: CaseRow; tasks: TaskRow[] }
/** The rules it runs under, those it is looked at with, and the day. */
export type RulesAround = { before: Profile; after: Profile; calendar: WorkingCalendar; today: string }

/** What rules would do to a running case; null where they leave it as it is. */
export function effectsOf({ row, tasks }: RunningCase, around: RulesAround): CaseEffects | null {
  const { before, after, calendar, today } = around
  const facts: MovableCase = {
    ...{ state: row.state, admittedOn: row.admittedOn, endsOn: row.endsOn, followUntil: row.followUntil },
    tasks: tasks.filter(({ state }) => state === 'open' || state === 'planned'),
  }
  const effects = effectsOn(facts, {
    ...{ before: before.incubation, after: after.incubation, today },
    reckoning: { calendar, businessDayEnds: after.businessDayEnds },
  })
  return isUntouched(effects) ? null : effects
}

/** What was found of a case, kind by kind, in the network's own words. */
export function findingsOf(
  { tasks }: RunningCase,
  effects: CaseEffects,
  { before, after }: RulesAround,
): { kind: PassKind; finding: Finding }[] {
  const { stuckAt, dues, stepsAdded, stepsRemoved, plans } = effects
  const stepName = (id: string, { incubation }: Profile) =>
    incubation.steps.find(step => step.id === id)?.name ?? { zh: id, en: id }
  const named = (taskId: string) => {
    const task = tasks.find(({ id }) => id === taskId)
    return task ? nameOfTask(before.incubation, task) : { zh: '', en: '' }
  }
  const days = (list: readonly { opensOn: string | null }[]) => list.flatMap(({ opensOn }) => opensOn ?? [])
  const found: { kind: PassKind; finding: Finding }[] = []
  if (stuckAt !== null) found.push({ kind: 'stuck', finding: { at: stepName(stuckAt, before) } })
  if (dues.length > 0)
    found.push({
      kind: 'dueDate',
      finding: {
        dues: dues.map(({ taskId, before: was, term }) => ({
          ...{ task: taskId, name: named(taskId), before: was.toISOString(), after: term.dueAt.toISOString() },
        })),
      },
    })
  if (stepsAdded.length > 0)
    found.push({ kind: 'stepAdded', finding: { steps: stepsAdded.map(id => stepName(id, after)) } })
  if (stepsRemoved.length > 0)
    found.push({ kind: 'stepRemoved', finding: { steps: stepsRemoved.map(id => stepName(id, before)) } })
  if (plans !== null) {
    const gone = new Set(plans.cancels)
    const planned = tasks.filter(({ id }) => gone.has(id))
    found.push({ kind: 'assessments', finding: { days: { before: days(planned), after: days(plans.opens) } } })
  }
  return found
}
