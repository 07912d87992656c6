import type { CaseTaskView, CaseView } from '@fuqiao/contract'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { holderIn, named } from './words.ts'

/** The rules that a rail is drawn from: the network's phases, steps and terms. */
export type RailRules = Pick<
  IncubationRules,
  'phases' | 'steps' | 'approval' | 'actors' | 'application' | 'term' | 'assessment' | 'exit' | 'followUp'
>
/** The case that it is drawn of. */
export type RailCase = Pick<
  CaseView,
  'state' | 'outcome' | 'submittedAt' | 'admittedOn' | 'endsOn' | 'followUntil' | 'warnings' | 'tasks'
>

/** `stopped`: the case ended there. */
export type RailState = 'done' | 'now' | 'todo' | 'stopped'
/** A line of the rail. */
export interface RailLine {
  id: string
  title: string
  state: RailState
  /** Who holds it, in the network's words. */
  holder: string
  /** Of what is done the day; else when it begins, or is due. */
  date: string
  /** Of what is open: what its clock is drawn from. */
  clock: { startedAt: string | null; dueAt: string } | null
}
/** A part of the way, as the network names it. */
export interface RailPhase {
  id: string
  title: string
  state: RailState
  lines: RailLine[]
}

type PhaseId = RailRules['phases'][number]['id']
/** Where the lines of a part go that a network has no name for. */
const order: readonly PhaseId[] = ['application', 'entry', 'incubation', 'assessment', 'leaving', 'followUp']

/** The way of a case: the network's phases in order, with what was, is and will be done in each. */
export function railOf(rules: RailRules, view: RailCase): RailPhase[] {
  const lines: Record<PhaseId, RailLine[]> = {
    application: applicationLines(rules, view),
    entry: rules.steps.flatMap(step => stepLines(rules, view, step)),
    incubation: residencyLines(rules, view),
    assessment: laterLines(rules, view, 'assessment'),
    leaving: laterLines(rules, view, 'exit'),
    followUp: laterLines(rules, view, 'followUp'),
  }
  const phases = rules.phases.map(({ id, name }) => ({ id, title: named(name), lines: [] as RailLine[] }))
  for (const id of order) homeOf(phases, id)?.lines.push(...lines[id])
  return phases.map(phase => ({ ...phase, state: stateOf(phase.lines) }))
}

/** The phase of that name, else the nearest before it, else the first. */
function homeOf<P extends { id: PhaseId }>(phases: readonly P[], id: PhaseId): P | undefined {
  const before = order.slice(0, order.indexOf(id) + 1).toReversed()
  for (const one of before) {
    const found = phases.find(phase => phase.id === one)
    if (found) return found
  }
  return phases[0]
}

function stateOf(lines: readonly RailLine[]): RailState {
  const has = (wanted: RailState) => lines.some(({ state }) => state === wanted)
  if (has('stopped')) return 'stopped'
  if (has('now')) return 'now'
  return lines.length > 0 && lines.every(({ state }) => state === 'done') ? 'done' : 'todo'
}

function lineOf(rules: RailRules, { state: caseState, outcome }: RailCase, task: CaseTaskView): RailLine {
  const { id, name, holder, state, opensOn, startedAt, dueAt, doneAt, result } = task
  const ends = state === 'done' && result === 'fail' && caseState === 'ended' && outcome !== 'graduated'
  const common = { id, title: named(name), holder: holderIn(rules, holder) }
  if (state === 'done')
    return { ...common, state: ends ? 'stopped' : 'done', date: doneAt ? isoDate(doneAt) : '', clock: null }
  if (state === 'open')
    return {
      ...common,
      state: 'now',
      date: dueAt ? m.cases_rail_due({ date: isoDate(dueAt) }) : '',
      clock: dueAt ? { startedAt, dueAt } : null,
    }
  return { ...common, state: 'todo', date: opensOn ? m.cases_rail_opens({ date: opensOn }) : '', clock: null }
}

const plain = (line: Pick<RailLine, 'id' | 'title' | 'state'> & Partial<RailLine>): RailLine => ({
  holder: '',
  date: '',
  clock: null,
  ...line,
})

function applicationLines(rules: RailRules, view: RailCase): RailLine[] {
  const { submittedAt, state, outcome, tasks } = view
  const completions = tasks.filter(({ kind, state: standing }) => kind === 'completion' && standing !== 'cancelled')
  return [
    plain({
      id: 'submit',
      title: named(rules.application.name),
      holder: m.cases_applicant(),
      state: submittedAt ? 'done' : state === 'ended' && outcome !== null ? 'stopped' : 'now',
      date: submittedAt ? isoDate(submittedAt) : '',
    }),
    ...completions.map(task => lineOf(rules, view, task)),
  ]
}

type Step = RailRules['steps'][number]

/** What was done to a step, each time it was, or the step as it will be. */
function stepLines(rules: RailRules, view: RailCase, step: Step): RailLine[] {
  const tasks = view.tasks.filter(
    ({ stepId, kind, state }) => stepId === step.id && kind === step.kind && state !== 'cancelled',
  )
  const lines = tasks.map(task => lineOf(rules, view, task))
  if (step.kind !== 'approval')
    return lines.length > 0
      ? lines
      : [plain({ id: step.id, title: named(step.name), holder: holderIn(rules, step.actor), state: 'todo' })]
  const links = rules.approval.slice(lines.length)
  return [
    ...lines,
    ...links.map(({ actor, name }, index) =>
      plain({
        id: `${step.id}${lines.length + index}`,
        title: `${named(step.name)} · ${named(name)}`,
        holder: holderIn(rules, actor),
        state: 'todo',
      }),
    ),
  ]
}

function residencyLines(rules: RailRules, view: RailCase): RailLine[] {
  const { state, outcome, admittedOn, endsOn, tasks } = view
  const isOver = state === 'followUp' || (state === 'ended' && admittedOn !== null)
  const standing: RailState =
    admittedOn === null ? 'todo' : !isOver ? 'now' : outcome === 'terminated' ? 'stopped' : 'done'
  const dates =
    admittedOn === null ? m.cases_rail_term({ months: rules.term.months }) : `${admittedOn} – ${endsOn ?? ''}`
  return [
    plain({ id: 'residency', title: m.cases_rail_residency(), state: standing, date: dates }),
    ...tasks
      .filter(({ kind, state: of }) => kind === 'rectification' && of !== 'cancelled')
      .map(task => lineOf(rules, view, task)),
  ]
}

/** Assessments, the exit, or visits, each with the words of the chain on it; before they are planned, how often they come. */
function laterLines(rules: RailRules, view: RailCase, kind: 'assessment' | 'exit' | 'followUp'): RailLine[] {
  const tasks = view.tasks.filter(
    task => task.state !== 'cancelled' && (task.kind === kind || approves(view, task, kind)),
  )
  if (tasks.length > 0) return tasks.map(task => lineOf(rules, view, task))
  if (kind === 'exit') return [plain({ id: kind, title: named(rules.exit.name), state: 'todo' })]
  if (kind === 'assessment')
    return [
      plain({
        id: kind,
        title: named(rules.assessment.name),
        state: 'todo',
        date: m.cases_rail_every({ months: rules.assessment.everyMonths }),
      }),
    ]
  const { months, everyMonths } = rules.followUp
  return [
    plain({
      id: kind,
      title: m.cases_task_followUp(),
      state: 'todo',
      date: m.cases_rail_visits({ months, every: everyMonths }),
    }),
  ]
}

/** Outside entry a link has no step; it comes after what it is about. */
function approves({ tasks }: RailCase, task: CaseTaskView, kind: 'assessment' | 'exit' | 'followUp'): boolean {
  if (task.kind !== 'approval' || task.stepId !== null) return false
  const before = tasks.slice(0, tasks.indexOf(task)).toReversed()
  return before.find(one => one.kind === 'assessment' || one.kind === 'exit')?.kind === kind
}
