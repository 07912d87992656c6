import { ended, no, yes } from './answers.ts'
import { type Completion, linkPlan, onward } from './entry.ts'
import type { CaseChange, CaseCommand, CaseDecision, CaseFacts, CaseSetting, TaskFacts, TaskPlan } from './facts.ts'
import { unmarked } from './marks.ts'
import { addMonths, assessmentsOf, exitOf, followUpOf } from './schedule.ts'

type At = { task: TaskFacts; command: Completion }

/** Completes an assessment: with a mark for every criterion; where the profile has a chain for it, the chain has its word then (J-09, L-15). */
export function completeAssessment(_facts: CaseFacts, { task, command }: At, setting: CaseSetting): CaseDecision {
  const { assessment } = setting.rules
  if (command.result === 'sentBack') return no('CASE_RESULT_UNKNOWN')
  const lacking = unmarked(assessment.criteria, command.marks)
  if (lacking.length > 0) return no('CASE_MARK_MISSING', { criteria: lacking.join(',') })
  if (command.result === 'fail' && command.reason === '') return no('CASE_REASON_MISSING')
  const closes = { taskId: task.id, result: command.result }
  return yes({ closes, opens: assessment.needsApproval ? [chainOn(task, 'assessment', setting)] : [] })
}

/** Completes the look at whether it can leave: graduates when every criterion is met, else leaves without (L-08); after the chain where the profile has one. */
export function completeExit(facts: CaseFacts, { task, command }: At, setting: CaseSetting): CaseDecision {
  const { exit } = setting.rules
  if (command.result === 'sentBack') return no('CASE_RESULT_UNKNOWN')
  const given = new Map(command.verdicts.map(({ id, verdict }) => [id, verdict]))
  const undecided = exit.criteria.filter(({ id }) => !['met', 'unmet'].includes(given.get(id) ?? ''))
  if (undecided.length > 0)
    return no('CASE_CONDITION_UNDECIDED', { conditions: undecided.map(({ id }) => id).join(',') })
  const unmet = exit.criteria.filter(({ id }) => given.get(id) === 'unmet').map(({ id }) => id)
  if (command.result === 'pass' && unmet.length > 0) return no('CASE_CONDITION_UNMET', { conditions: unmet.join(',') })
  if (command.result === 'fail' && command.reason === '') return no('CASE_REASON_MISSING')
  if (!exit.needsApproval) return leave(facts, { task, result: command.result, reason: command.reason }, setting)
  return yes({ closes: { taskId: task.id, result: command.result }, opens: [chainOn(task, 'exit', setting)] })
}

const chainOn = (task: TaskFacts, subject: 'assessment' | 'exit', setting: CaseSetting): TaskPlan =>
  linkPlan(setting, { link: 1, subject, stepId: null, ofTaskId: task.id })

/** A link of the chain: one hand has one word; the last word carries out what was proposed. */
export function completeLink(facts: CaseFacts, at: At, setting: CaseSetting): CaseDecision {
  const { task, command } = at
  if (command.result === 'fail' || command.result === 'sentBack') {
    if (command.reason === '') return no('CASE_REASON_MISSING')
    return refused(facts, at, setting)
  }
  if (facts.approvedBy.includes(setting.personId)) return no('CASE_SAME_HAND')
  if (task.ordinal < setting.rules.approval.length) {
    const { subject, stepId, ofTaskId } = task
    const next = linkPlan(setting, { link: task.ordinal + 1, subject, stepId, ofTaskId })
    return yes({ closes: { taskId: task.id, result: 'pass' }, opens: [next] })
  }
  if (task.subject === 'entry') return onward({ task, command }, setting)
  if (task.subject === 'exit')
    return leave(facts, { task, result: facts.pendingResult ?? 'fail', reason: command.reason }, setting)
  return yes({ closes: { taskId: task.id, result: 'pass' } })
}

/** Entry that is refused ends the case; what was proposed of an assessment or an exit is done again. */
function refused(facts: CaseFacts, { task, command }: At, { rules }: CaseSetting): CaseDecision {
  if (task.subject === 'entry' && command.result === 'fail')
    return ended(facts, { outcome: 'declined', reason: command.reason, task, result: 'fail' })
  if (task.subject === 'entry') return no('CASE_RESULT_UNKNOWN')
  const again: TaskPlan =
    task.subject === 'exit'
      ? exitOf(rules, null)
      : {
          ...{ kind: 'assessment', stepId: null, ordinal: task.ordinal, holder: 'operator', subject: null },
          ...{ ofTaskId: task.ofTaskId, opensOn: null, due: rules.assessment.due },
        }
  return yes({ closes: { taskId: task.id, result: 'sentBack' }, opens: [again] })
}

/** Graduates into the follow-up, or leaves without; either way the place is free. */
function leave(
  facts: CaseFacts,
  { task, result, reason }: { task: TaskFacts; result: 'pass' | 'fail' | 'sentBack'; reason: string },
  setting: CaseSetting,
): CaseDecision {
  const closed = task.kind === 'exit' ? result : 'pass'
  if (result !== 'pass') return ended(facts, { outcome: 'exited', reason, task, result: closed })
  const { plans, until } = followUpOf(setting.rules, setting.today)
  const change: CaseChange = { state: 'followUp', outcome: 'graduated', followUntil: until }
  const cancels = facts.tasks.filter(({ id }) => id !== task.id).map(({ id }) => id)
  return yes({ change, closes: { taskId: task.id, result: closed }, opens: plans, cancels })
}

/** A visit after graduation; the last one ends the case (J-10, L-09). */
export function completeFollowUp(facts: CaseFacts, { task, command }: At, _setting: CaseSetting): CaseDecision {
  if (command.result === 'sentBack') return no('CASE_RESULT_UNKNOWN')
  if (command.reason === '') return no('CASE_REASON_MISSING')
  const isLast = facts.tasks.every(({ id, kind }) => id === task.id || kind !== 'followUp')
  return yes({ closes: { taskId: task.id, result: command.result }, change: isLast ? { state: 'ended' } : {} })
}

/** What was to be put right was looked at. */
export function completeRectification(_facts: CaseFacts, { task, command }: At): CaseDecision {
  if (command.result === 'sentBack') return no('CASE_RESULT_UNKNOWN')
  if (command.reason === '') return no('CASE_REASON_MISSING')
  return yes({ closes: { taskId: task.id, result: command.result } })
}

/** Warns of what residents must not do: it is put right within the term (Z-09). */
export function warn(
  facts: CaseFacts,
  { violationId, reason }: Extract<CaseCommand, { action: 'warn' | 'terminate' }>,
  { rules }: CaseSetting,
): CaseDecision {
  if (!rules.violations.list.some(({ id }) => id === violationId)) return no('CASE_VIOLATION_UNKNOWN')
  if (reason === '') return no('CASE_REASON_MISSING')
  const plan: TaskPlan = {
    ...{ kind: 'rectification', stepId: violationId, ordinal: facts.warnings + 1, holder: 'operator' },
    ...{ subject: null, ofTaskId: null, opensOn: null, due: rules.violations.rectification },
  }
  return yes({ change: { warnings: facts.warnings + 1 }, opens: [plan] })
}

/** Ends it for a breach: at once where the profile says so of the breach, else after as many warnings as it asks for. */
export function terminate(
  facts: CaseFacts,
  { violationId, reason }: Extract<CaseCommand, { action: 'warn' | 'terminate' }>,
  { rules }: CaseSetting,
): CaseDecision {
  const violation = rules.violations.list.find(({ id }) => id === violationId)
  if (!violation) return no('CASE_VIOLATION_UNKNOWN')
  if (reason === '') return no('CASE_REASON_MISSING')
  const { warningsBeforeTermination: needed } = rules.violations
  if (violation.leadsTo === 'warning' && facts.warnings < needed)
    return no('CASE_WARNINGS_MISSING', { given: facts.warnings, needed })
  return ended(facts, { outcome: 'terminated', reason })
}

/** Stays longer, once and no longer than the profile allows: assessments and exit move with the term. */
export function extend(
  facts: CaseFacts,
  { months, reason }: Extract<CaseCommand, { action: 'extend' }>,
  { rules }: CaseSetting,
): CaseDecision {
  const most = rules.term.extensionMonths - facts.extendedMonths
  if (months < 1 || months > most) return no('CASE_EXTENSION_TOO_LONG', { most: Math.max(0, most) })
  if (reason === '') return no('CASE_REASON_MISSING')
  const { admittedOn, endsOn } = facts
  if (admittedOn === null || endsOn === null) throw new Error('a resident case has a term')
  const until = addMonths(endsOn, months)
  const planned = assessmentsOf(rules, { admittedOn, endsOn }).length
  const exits = facts.tasks.filter(({ kind, state }) => kind === 'exit' && state === 'planned').map(({ id }) => id)
  return yes({
    change: { endsOn: until, extendedMonths: facts.extendedMonths + months },
    cancels: exits,
    opens: [
      ...assessmentsOf(rules, { admittedOn, endsOn: until, from: planned + 1 }),
      ...(exits.length > 0 ? [exitOf(rules, until)] : []),
    ],
  })
}
