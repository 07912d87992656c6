import type { IncubationRules } from '@fuqiao/domain/profile'
import type { ApiCaller } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Failure } from '#lib/server/failure.ts'
import { named } from './words.ts'

type Rule = { readonly id: string; readonly name: { zh: string; en: string } }
/** The rules that ids in a refusal are named from. */
type Rules = Pick<IncubationRules, 'application' | 'eligibility' | 'steps' | 'assessment' | 'exit'>

/** Where a refusal's ids stand in the rules, and in the fields of which forms. */
const lists: Readonly<Record<string, { of: (rules: Rules) => readonly Rule[]; field: string; says: () => string }>> = {
  CASE_CONDITION_UNMET: { of: conditions, field: 'verdict', says: m.cases_condition_unmet_here },
  CASE_CONDITION_UNDECIDED: { of: conditions, field: 'verdict', says: m.cases_condition_undecided_here },
  CASE_RECORD_MISSING: {
    of: rules => rules.steps.flatMap(step => step.records),
    field: 'record',
    says: m.errors_field_required,
  },
  CASE_MARK_MISSING: { of: rules => rules.assessment.criteria, field: 'mark', says: m.errors_field_required },
}
/** What a refusal is about, where it is one field. */
const fields: Readonly<Record<string, string>> = {
  CASE_REASON_MISSING: 'reason',
  CASE_RESULT_UNKNOWN: 'result',
  CASE_VIOLATION_UNKNOWN: 'violationId',
  CASE_EXTENSION_TOO_LONG: 'months',
  CASE_SERVICE_UNKNOWN: 'serviceId',
  CASE_DAY_INVALID: 'on',
}
const idParams = ['conditions', 'records', 'criteria', 'missing'] as const

function conditions({ eligibility, exit }: Rules): readonly Rule[] {
  return [...eligibility, ...exit.criteria]
}

/**
 * A refusal of a case in the words of its network: what it names by an id it names as the network does, and says it again beside each field of a form.
 * `isExit`: the criteria of leaving come first, where an id names a condition too.
 */
export async function explainCase(
  failure: Failure,
  { api, caseId, isExit = false }: { api: ApiCaller; caseId: string; isExit?: boolean },
): Promise<Failure> {
  const { code, params } = failure
  const field = fields[code]
  if (field) return { ...failure, fields: { [field]: code } }
  if (code === 'INPUT_INVALID') return { ...failure, fields: flat(failure.fields) }
  if (!idParams.some(name => name in params)) return failure
  const rules = await api.cases.rules({ caseId, tenantId: null })
  if (code === 'CASE_APPLICATION_INCOMPLETE') return incomplete(failure, rules)
  const list = lists[code]
  if (!list) return failure
  const found = list.of(rules)
  const known = isExit ? found.toReversed() : found
  const said = namedParams(params, known)
  const ids = idParams.flatMap(name => String(params[name] ?? '').split(',')).filter(id => id !== '')
  return { ...failure, params: said, fields: Object.fromEntries(ids.map(id => [`${list.field}-${id}`, list.says()])) }
}

function namedParams(params: Failure['params'], known: readonly Rule[]): Failure['params'] {
  const words = (ids: string) =>
    ids
      .split(',')
      .map(id => known.find(rule => rule.id === id))
      .flatMap(rule => (rule ? named(rule.name) : []))
      .join(m.referrals_list_separator())
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) =>
      (idParams as readonly string[]).includes(name) ? [name, words(String(value))] : [name, value],
    ),
  )
}

/** Answers, papers and words on conditions are each a field of their own kind. */
function incomplete(failure: Failure, rules: Rules): Failure {
  const missing = String(failure.params['missing'] ?? '').split(',')
  const parts: { rules: readonly Rule[]; field: string; says: () => string }[] = [
    { rules: rules.application.answers, field: 'answer', says: m.errors_field_required },
    { rules: rules.application.papers, field: 'paper', says: m.errors_field_choose_file },
    { rules: rules.eligibility, field: 'claim', says: m.cases_claim_words_needed },
  ]
  const said = parts.flatMap(part =>
    part.rules.filter(({ id }) => missing.includes(id)).map(({ id }) => [`${part.field}-${id}`, part.says()] as const),
  )
  const known = parts.flatMap(part => part.rules)
  return { ...failure, params: namedParams(failure.params, known), fields: Object.fromEntries(said) }
}

/** `records.opinion` is the field `record-opinion` of a form. */
function flat(given: Failure['fields']): Failure['fields'] {
  const names: Readonly<Record<string, string>> = { records: 'record', answers: 'answer', marks: 'mark' }
  return Object.fromEntries(
    Object.entries(given).map(([path, words]) => {
      const [list = '', id] = path.split('.')
      return [names[list] && id ? `${names[list]}-${id}` : path, words]
    }),
  )
}
