import { ended, no, yes } from './answers.ts'
import { completeStep, onward, stepPlan } from './entry.ts'
import type { CaseAction, CaseCommand, CaseDecision, CaseFacts, CaseSetting, CaseState, TaskFacts } from './facts.ts'
import {
  completeAssessment,
  completeExit,
  completeFollowUp,
  completeLink,
  completeRectification,
  extend,
  terminate,
  warn,
} from './residency.ts'
import { exitOf } from './schedule.ts'

/** The states in which each thing may be done. */
export const CASE_ACTION_STATES: Readonly<Record<CaseAction, readonly CaseState[]>> = {
  submit: ['draft'],
  complete: ['entry', 'resident', 'followUp'],
  resubmit: ['entry'],
  sign: ['entry'],
  withdraw: ['draft', 'entry', 'resident'],
  openExit: ['resident'],
  warn: ['resident'],
  terminate: ['resident'],
  extend: ['resident'],
  recordService: ['resident', 'followUp'],
  archive: ['ended'],
}

/** Decides what somebody asks to be done to a case, under the rules it began under. Who may ask is decided before, on the loaded row. */
export function decideCase(facts: CaseFacts, command: CaseCommand, setting: CaseSetting): CaseDecision {
  const { state, version } = facts
  if (command.expectedVersion !== version) return no('CASE_VERSION_CONFLICT', { state, version })
  if (!CASE_ACTION_STATES[command.action].includes(state))
    return no('CASE_WRONG_STATE', { action: command.action, state })
  switch (command.action) {
    case 'submit':
      return submit(command, setting)
    case 'complete':
      return complete(facts, command, setting)
    case 'resubmit':
      return resubmit(facts, command, setting)
    case 'sign':
      return sign(facts, command, setting)
    case 'withdraw':
      return command.reason === '' && state !== 'draft'
        ? no('CASE_REASON_MISSING')
        : ended(facts, { outcome: 'withdrawn', reason: command.reason })
    default:
      return ofResidents(facts, command, setting)
  }
}

function ofResidents(
  facts: CaseFacts,
  command: Exclude<CaseCommand, { action: 'submit' | 'complete' | 'resubmit' | 'sign' | 'withdraw' }>,
  setting: CaseSetting,
): CaseDecision {
  switch (command.action) {
    case 'warn':
      return warn(facts, command, setting)
    case 'terminate':
      return terminate(facts, command, setting)
    case 'extend':
      return extend(facts, command, setting)
    case 'openExit':
      return openExit(facts, command, setting)
    case 'recordService':
      return recordService(facts, command, setting)
    case 'archive':
      // What was put away stays as it was.
      return facts.isArchived
        ? no('CASE_WRONG_STATE', { action: 'archive', state: facts.state })
        : yes({ change: { isArchived: true } })
  }
}

function submit({ missing, isCallOpen }: Extract<CaseCommand, { action: 'submit' }>, setting: CaseSetting) {
  if (!isCallOpen) return no('CASE_CALL_NOT_OPEN')
  if (missing.length > 0) return no('CASE_APPLICATION_INCOMPLETE', { missing: missing.join(',') })
  return yes({ change: { state: 'entry' }, opens: [stepPlan(setting, 0)] })
}

/** The applicant has completed what was sent back: the step that sent it takes it up again. */
function resubmit(
  facts: CaseFacts,
  { missing }: Extract<CaseCommand, { action: 'resubmit' }>,
  setting: CaseSetting,
): CaseDecision {
  const task = facts.tasks.find(({ kind, state }) => kind === 'completion' && state === 'open')
  if (!task) return no('CASE_TASK_NOT_OPEN')
  if (missing.length > 0) return no('CASE_APPLICATION_INCOMPLETE', { missing: missing.join(',') })
  const again = { ...stepPlan(setting, 0), ordinal: task.ordinal + 1 }
  return yes({ closes: { taskId: task.id, result: 'pass' }, opens: [again] })
}

/** One side signs; with the second signature the agreement stands and entry goes on (Z-08). */
function sign(
  facts: CaseFacts,
  { side }: Extract<CaseCommand, { action: 'sign' }>,
  setting: CaseSetting,
): CaseDecision {
  const task = facts.tasks.find(({ kind, state }) => kind === 'agreement' && state === 'open')
  if (!task) return no('CASE_TASK_NOT_OPEN')
  const { byTenant, byOrganisation } = facts.signed
  if (side === 'tenant' ? byTenant : byOrganisation) return no('CASE_SIGNED_ALREADY')
  const isWhole = side === 'tenant' ? byOrganisation : byTenant
  return isWhole ? onward({ task, command: { place: '' } }, setting) : yes({})
}

function complete(
  facts: CaseFacts,
  command: Extract<CaseCommand, { action: 'complete' }>,
  setting: CaseSetting,
): CaseDecision {
  const task = facts.tasks.find(({ id }) => id === command.taskId)
  if (task?.state !== 'open' || task.holder === 'applicant') return no('CASE_TASK_NOT_OPEN')
  return byKind(facts, { task, command }, setting)
}

function byKind(
  facts: CaseFacts,
  at: { task: TaskFacts; command: Extract<CaseCommand, { action: 'complete' }> },
  setting: CaseSetting,
): CaseDecision {
  switch (at.task.kind) {
    case 'approval':
      return completeLink(facts, at, setting)
    case 'assessment':
      return completeAssessment(facts, at, setting)
    case 'rectification':
      return completeRectification(facts, at)
    case 'exit':
      return completeExit(facts, at, setting)
    case 'followUp':
      return completeFollowUp(facts, at, setting)
    default:
      return completeStep(facts, at, setting)
  }
}

/** Before the term ends, for whoever can stand alone already or wants to leave. */
function openExit(
  facts: CaseFacts,
  { reason }: Extract<CaseCommand, { action: 'openExit' }>,
  { rules }: CaseSetting,
): CaseDecision {
  if (reason === '') return no('CASE_REASON_MISSING')
  const isOpen = facts.tasks.some(
    ({ kind, state, subject }) => state === 'open' && (kind === 'exit' || subject === 'exit'),
  )
  if (isOpen) return no('CASE_WRONG_STATE', { action: 'openExit', state: facts.state })
  const planned = facts.tasks.filter(({ kind, state }) => kind === 'exit' && state === 'planned').map(({ id }) => id)
  return yes({ cancels: planned, opens: [exitOf(rules, null)] })
}

function recordService(
  facts: CaseFacts,
  { serviceId, on }: Extract<CaseCommand, { action: 'recordService' }>,
  { rules, today }: CaseSetting,
): CaseDecision {
  if (!rules.services.some(({ id }) => id === serviceId)) return no('CASE_SERVICE_UNKNOWN')
  return on > today || (facts.admittedOn !== null && on < facts.admittedOn) ? no('CASE_DAY_INVALID') : yes({})
}
