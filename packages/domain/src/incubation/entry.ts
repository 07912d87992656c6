import { standingIn, verdictsAfterLook } from './eligibility.ts'
import type { CaseCommand, CaseDecision, CaseFacts, CaseSetting, TaskFacts, TaskPlan, Verdict } from './facts.ts'
import { ended, no, yes } from './answers.ts'
import { missingRecords } from './records.ts'
import { addMonths, assessmentsOf, endOfTerm, exitOf } from './schedule.ts'

/** The completion of a task. */
export type Completion = Extract<CaseCommand, { action: 'complete' }>

/** The task of a step, as it opens. */
export function stepPlan({ rules }: Pick<CaseSetting, 'rules'>, index: number): TaskPlan {
  const step = rules.steps[index]
  if (!step) throw new Error(`there is no step ${index}`)
  if (step.kind === 'approval')
    return linkPlan({ rules }, { link: 1, subject: 'entry', stepId: step.id, ofTaskId: null })
  return {
    kind: step.kind,
    stepId: step.id,
    ordinal: 1,
    holder: step.actor,
    subject: null,
    ofTaskId: null,
    opensOn: null,
    due: step.due,
  }
}

/** A link of the chain of approval, from 1. */
export function linkPlan(
  { rules }: Pick<CaseSetting, 'rules'>,
  { link, ...of }: { link: number } & Pick<TaskPlan, 'subject' | 'stepId' | 'ofTaskId'>,
): TaskPlan {
  const found = rules.approval[link - 1]
  if (!found) throw new Error(`the chain has no link ${link}`)
  return { kind: 'approval', ordinal: link, holder: found.actor, opensOn: null, due: found.due, ...of }
}

const stepIndex = ({ rules }: CaseSetting, { stepId }: TaskFacts) => rules.steps.findIndex(({ id }) => id === stepId)

/** Completes a step of entry. */
export function completeStep(
  facts: CaseFacts,
  { task, command }: { task: TaskFacts; command: Completion },
  setting: CaseSetting,
): CaseDecision {
  if (command.result === 'sentBack') return sendBack({ task, command }, setting)
  if (command.result === 'fail')
    return command.reason === ''
      ? no('CASE_REASON_MISSING')
      : ended(facts, {
          outcome: 'declined',
          reason: command.reason,
          task,
          result: 'fail',
          verdicts: looked(facts, command),
        })
  const step = setting.rules.steps[stepIndex(setting, task)]
  const lacking = missingRecords(step?.records ?? [], command.records)
  if (lacking.length > 0) return no('CASE_RECORD_MISSING', { records: lacking.join(',') })
  const verdicts = looked(facts, command)
  return (
    checkConditions({ task, verdicts }, setting) ??
    checkKind(facts, task, setting) ??
    onward({ task, command, verdicts }, setting)
  )
}

/** Only the step that takes an application sends it back: later ones have an answer of their own. */
function sendBack({ task, command }: { task: TaskFacts; command: Completion }, setting: CaseSetting): CaseDecision {
  const index = stepIndex(setting, task)
  if (index !== 0) return no('CASE_RESULT_UNKNOWN')
  if (command.reason === '') return no('CASE_REASON_MISSING')
  const { completion } = setting.rules.application
  const plan: TaskPlan = {
    ...{ kind: 'completion', stepId: task.stepId, ordinal: task.ordinal, holder: 'applicant' },
    ...{ subject: null, ofTaskId: null, opensOn: null, due: completion },
  }
  return yes({ closes: { taskId: task.id, result: 'sentBack' }, opens: [plan] })
}

const looked = (facts: CaseFacts, command: Completion): Verdict[] => verdictsAfterLook(facts.verdicts, command.verdicts)

/** Past the first step nothing is left as it was claimed, and nothing required is unmet (J-04, L-06). */
function checkConditions(
  { task, verdicts }: { task: TaskFacts; verdicts: readonly Verdict[] },
  setting: CaseSetting,
): CaseDecision | null {
  const unmet = standingIn(setting.rules, verdicts, 'unmet')
  if (unmet.length > 0) return no('CASE_CONDITION_UNMET', { conditions: unmet.join(',') })
  const claimed = stepIndex(setting, task) === 0 ? standingIn(setting.rules, verdicts, 'claimed') : []
  return claimed.length > 0 ? no('CASE_CONDITION_UNDECIDED', { conditions: claimed.join(',') }) : null
}

/** What a kind of step asks for beside what is written down. */
function checkKind(facts: CaseFacts, { kind }: TaskFacts, setting: CaseSetting): CaseDecision | null {
  switch (kind) {
    case 'panel':
      return checkPanel(facts, setting)
    case 'publicNotice':
      if (!facts.notice?.isOver) return no('CASE_NOTICE_RUNNING')
      return facts.notice.unanswered > 0 ? no('CASE_OBJECTION_UNANSWERED', { n: facts.notice.unanswered }) : null
    case 'agreement':
      return facts.signed.byTenant && facts.signed.byOrganisation ? null : no('CASE_AGREEMENT_UNSIGNED')
    case 'admission':
      if (facts.placesFree !== null && facts.placesFree < 1) return no('CASE_NO_PLACE_FREE')
      return checkEntryTerm(facts, setting)
    default:
      return null
  }
}

/** From the application to moving in it takes as long as the network says, neither less nor more (L-05). */
function checkEntryTerm({ submittedOn }: CaseFacts, { rules, today }: CaseSetting): CaseDecision | null {
  if (!rules.entryTerm || submittedOn === null) return null
  const from = addMonths(submittedOn, rules.entryTerm.atLeastMonths)
  if (today < from) return no('CASE_ENTRY_TOO_SOON', { from })
  const until = addMonths(submittedOn, rules.entryTerm.atMostMonths)
  return today > until ? no('CASE_ENTRY_TOO_LATE', { until }) : null
}

function checkPanel({ panel }: CaseFacts, { rules }: CaseSetting): CaseDecision | null {
  if (!panel) return no('CASE_PANEL_NOT_CALLED')
  const { marks, expected, mean } = panel
  if (marks < expected) return no('CASE_PANEL_INCOMPLETE', { marks, expected })
  const passMark = rules.panel?.passMark ?? 0
  return mean < passMark ? no('CASE_PANEL_FAILED', { mean, passMark }) : null
}

/** What comes after a step: the next, or with the last the residency. */
export function onward(
  { task, command, verdicts }: { task: TaskFacts; command: Pick<Completion, 'place'>; verdicts?: readonly Verdict[] },
  setting: CaseSetting,
): CaseDecision {
  const closes = { taskId: task.id, result: 'pass' as const }
  const next = stepIndex(setting, task) + 1
  const kept = verdicts ? { verdicts } : {}
  if (next < setting.rules.steps.length) return yes({ closes, change: kept, opens: [stepPlan(setting, next)] })
  const admittedOn = setting.today
  const endsOn = endOfTerm(setting.rules, admittedOn)
  return yes({
    closes,
    change: { ...kept, state: 'resident', admittedOn, endsOn, place: command.place },
    opens: [...assessmentsOf(setting.rules, { admittedOn, endsOn }), exitOf(setting.rules, endsOn)],
  })
}
