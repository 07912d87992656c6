import type { CaseTaskView, CaseView } from '@fuqiao/contract'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { m } from '#lib/paraglide/messages.js'
import type { Option } from '#lib/ui/field-props.ts'

type Kind = CaseTaskView['kind']
/** The network's rules as pages read them. */
export type Rules = IncubationRules

const plain = {
  pass: (): Option => ({ value: 'pass', label: m.cases_choice_pass(), description: m.cases_choice_pass_text() }),
  declined: (): Option => ({
    value: 'fail',
    label: m.cases_choice_fail(),
    description: m.cases_choice_fail_entry_text(),
  }),
}
const two = (pass: Option, fail: Option): Option[] => [pass, fail]

const later: Partial<Record<Kind, () => Option[]>> = {
  assessment: () =>
    two({ value: 'pass', label: m.cases_choice_assess_pass() }, { value: 'fail', label: m.cases_choice_assess_fail() }),
  exit: () =>
    two(
      { value: 'pass', label: m.cases_choice_exit_pass(), description: m.cases_choice_exit_pass_text() },
      { value: 'fail', label: m.cases_choice_exit_fail(), description: m.cases_choice_exit_fail_text() },
    ),
  rectification: () =>
    two({ value: 'pass', label: m.cases_choice_rect_pass() }, { value: 'fail', label: m.cases_choice_rect_fail() }),
  followUp: () =>
    two({ value: 'pass', label: m.cases_choice_visit_pass() }, { value: 'fail', label: m.cases_choice_visit_fail() }),
}

/** What a task may come to. Entry that is refused ends the case; only the step that takes an application sends it back. */
export function choicesOf(
  { kind, stepId }: Pick<CaseTaskView, 'kind' | 'stepId'>,
  { steps }: Pick<Rules, 'steps'>,
): Option[] {
  const own = later[kind]
  if (own) return own()
  if (kind === 'approval') return approvalChoices(stepId !== null)
  if (kind === 'agreement') return [plain.declined()]
  const sendBack = {
    ...{ value: 'sentBack', label: m.cases_choice_sentBack_completion() },
    description: m.cases_choice_sentBack_completion_text(),
  }
  return steps[0]?.id === stepId ? [plain.pass(), sendBack, plain.declined()] : two(plain.pass(), plain.declined())
}

function approvalChoices(isEntry: boolean): Option[] {
  const agreed = { value: 'pass', label: m.cases_choice_approve(), description: m.cases_choice_pass_text() }
  return isEntry
    ? two(agreed, { value: 'fail', label: m.cases_choice_refuse(), description: m.cases_choice_fail_entry_text() })
    : two(agreed, {
        ...{ value: 'sentBack', label: m.cases_choice_sentBack_again() },
        description: m.cases_choice_sentBack_again_text(),
      })
}

/** Whether words are asked for whatever it comes to. */
export const needsWords = ({ kind }: Pick<CaseTaskView, 'kind'>): boolean =>
  kind === 'rectification' || kind === 'followUp'

/** The step of the profile that a task is of. */
export const stepOf = ({ stepId }: Pick<CaseTaskView, 'stepId'>, { steps }: Pick<Rules, 'steps'>) =>
  steps.find(({ id }) => id === stepId)

/** Papers that were put on record since a task began. */
export function papersSince({ papers }: Pick<CaseView, 'papers'>, { startedAt }: CaseTaskView, recordId: string) {
  return papers.filter(
    paper =>
      paper.purpose === 'record' && paper.recordId === recordId && (startedAt === null || paper.createdAt >= startedAt),
  )
}

/** File name endings that papers and photos of a case may have. */
export const paperKinds = ['.pdf', '.jpg', '.jpeg', '.png', '.docx', '.xlsx'] as const
export const photoKinds = ['.jpg', '.jpeg', '.png'] as const
/** The largest paper, in bytes. */
export const paperMost = 10_000_000
