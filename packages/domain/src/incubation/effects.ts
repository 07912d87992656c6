import type { CivilDate } from '../calendar/civil-date.ts'
import type { IncubationRules } from '../profile/incubation-schema.ts'
import { caseTerm, type CaseReckoning, type CaseTerm, deadlineOf } from './clock.ts'
import type { CaseState, TaskFacts, TaskPlan } from './facts.ts'
import { addMonths, assessmentsOf, followUpOf } from './schedule.ts'

/** A case as far as other rules could touch it: what is to be done of it, and how many assessments or visits were begun. */
export type MovableCase = {
  readonly state: CaseState
  readonly admittedOn: CivilDate | null
  readonly endsOn: CivilDate | null
  readonly followUntil: CivilDate | null
  /** Open and planned. */
  readonly tasks: readonly (TaskFacts & {
    readonly opensOn: CivilDate | null
    readonly startedAt: Date | null
    readonly dueAt: Date | null
  })[]
}

/** The rules that a case began under, and those that it would go on under. */
export type RulesChange = {
  readonly before: IncubationRules
  readonly after: IncubationRules
  readonly today: CivilDate
  readonly reckoning: CaseReckoning
}

/** What other rules would do to a case. All empty: it would go on as it does. */
export type CaseEffects = {
  /** The step that it stands at, which the other rules have not: it cannot go on under them. */
  readonly stuckAt: string | null
  /** Due dates of what is open. */
  readonly dues: readonly { readonly taskId: string; readonly before: Date; readonly term: CaseTerm }[]
  /** Steps ahead of it: those that come, and those that it need not go through any more. */
  readonly stepsAdded: readonly string[]
  readonly stepsRemoved: readonly string[]
  /** What is planned (assessments, visits after graduation) and what would be planned in its place; null where nothing differs. */
  readonly plans: {
    readonly cancels: readonly string[]
    readonly opens: readonly TaskPlan[]
    /** When the follow-up ends then; null where there is none. */
    readonly followUntil: CivilDate | null
  } | null
}

const none: CaseEffects = { stuckAt: null, dues: [], stepsAdded: [], stepsRemoved: [], plans: null }

/** What rules would do to a running case that goes on under them. The term of a residency stays: both sides signed it. */
export function effectsOn(facts: MovableCase, change: RulesChange): CaseEffects {
  const stuckAt = stepGone(facts, change)
  if (stuckAt !== null) return { ...none, stuckAt }
  return { ...none, dues: duesOf(facts, change), ...stepsOf(facts, change), plans: plansOf(facts, change) }
}

/** Whether rules would leave a case as it is. */
export const isUntouched = ({ stuckAt, dues, stepsAdded, stepsRemoved, plans }: CaseEffects): boolean =>
  stuckAt === null && dues.length + stepsAdded.length + stepsRemoved.length === 0 && plans === null

const isStep = ({ kind, subject, stepId }: TaskFacts) =>
  stepId !== null && kind !== 'rectification' && kind !== 'completion' && (kind !== 'approval' || subject === 'entry')

/** A task whose place the other rules have not: a step that is gone or is of another kind, a link past the end of the chain. */
function stepGone({ tasks }: MovableCase, { before, after }: RulesChange): string | null {
  for (const task of tasks) {
    if (task.state !== 'open') continue
    if (
      task.kind === 'approval' &&
      after.approval[task.ordinal - 1]?.actor !== before.approval[task.ordinal - 1]?.actor
    )
      return task.stepId ?? 'approval'
    if (!isStep(task)) continue
    if (after.steps.find(({ id }) => id === task.stepId)?.kind !== task.kind) return task.stepId
  }
  return null
}

function duesOf({ tasks }: MovableCase, { before, after, reckoning }: RulesChange): CaseEffects['dues'] {
  return tasks.flatMap(task => {
    const { state, startedAt, dueAt } = task
    // The term of a public notice is what was published.
    if (state !== 'open' || startedAt === null || dueAt === null || task.kind === 'publicNotice') return []
    const [old, due] = [deadlineOf(before, task), deadlineOf(after, task)]
    if (JSON.stringify(old) === JSON.stringify(due)) return []
    const term = caseTerm(due, startedAt, reckoning)
    if (!term.ok || term.dueAt.getTime() === dueAt.getTime()) return []
    return [{ taskId: task.id, before: dueAt, term }]
  })
}

function stepsOf({ state, tasks }: MovableCase, { before, after }: RulesChange) {
  const at = tasks.find(task => task.state === 'open' && (isStep(task) || task.kind === 'completion'))?.stepId
  if (state !== 'entry' || at === undefined || at === null) return { stepsAdded: [], stepsRemoved: [] }
  const ahead = ({ steps }: IncubationRules) =>
    steps.slice(steps.findIndex(({ id }) => id === at) + 1).map(({ id }) => id)
  const [were, are] = [ahead(before), ahead(after)]
  return {
    stepsAdded: are.filter(id => !were.includes(id)),
    stepsRemoved: were.filter(id => !are.includes(id)),
  }
}

/** What is planned follows the cadence; what was begun stays. Days that are past by now are not made up for. */
function plansOf(facts: MovableCase, change: RulesChange): CaseEffects['plans'] {
  const wanted = wantedPlans(facts, change)
  if (wanted === null) return null
  const planned = facts.tasks.filter(({ state, kind }) => state === 'planned' && kind === wanted.kind)
  const opens = wanted.plans.filter(({ opensOn }) => opensOn !== null && opensOn > change.today)
  const days = (list: readonly { opensOn: CivilDate | null }[]) => list.map(({ opensOn }) => opensOn).join(',')
  if (days(planned) === days(opens)) return null
  // The last visit ends the case: one that has none to come keeps those it has.
  if (wanted.kind === 'followUp' && opens.length === 0) return null
  return { cancels: planned.map(({ id }) => id), opens, followUntil: wanted.until }
}

type Wanted = { kind: 'assessment' | 'followUp'; plans: TaskPlan[]; until: CivilDate | null }

function wantedPlans({ state, ...facts }: MovableCase, { before, after }: RulesChange): Wanted | null {
  const { admittedOn, endsOn, followUntil } = facts
  if (state === 'resident' && admittedOn !== null && endsOn !== null)
    return before.assessment.everyMonths === after.assessment.everyMonths
      ? null
      : { kind: 'assessment', plans: assessmentsOf(after, { admittedOn, endsOn }), until: null }
  if (state !== 'followUp' || followUntil === null) return null
  const [old, fresh] = [before.followUp, after.followUp]
  if (old.months === fresh.months && old.everyMonths === fresh.everyMonths) return null
  return { kind: 'followUp', ...followUpOf(after, addMonths(followUntil, -old.months)) }
}
