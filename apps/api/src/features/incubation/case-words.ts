import type { CaseHolder } from '@fuqiao/domain/incubation'
import type { IncubationRules } from '@fuqiao/domain/profile'
import type { TaskRow } from './case-store.ts'

type Name = { zh: string; en: string }
type Named = Pick<TaskRow, 'kind' | 'stepId' | 'ordinal' | 'subject'>

const applicant: Name = { zh: '申请人', en: 'Applicant' }
const completion: Name = { zh: '补正', en: 'Complete the application' }
const rectification: Name = { zh: '整改', en: 'Put right' }
const visit: Name = { zh: '跟踪回访', en: 'Follow-up visit' }

/** What the network calls a task; where its document has no word, the product's. */
export function nameOfTask(rules: IncubationRules, { kind, stepId, ordinal, subject }: Named): Name {
  switch (kind) {
    case 'completion':
      return completion
    case 'assessment':
      return numbered(rules.assessment.name, ordinal)
    case 'exit':
      return rules.exit.name
    case 'followUp':
      return numbered(visit, ordinal)
    case 'rectification':
      return rules.violations.list.find(({ id }) => id === stepId)?.name ?? rectification
    case 'approval':
      return ofSubject(rules, rules.approval[ordinal - 1]?.name ?? rectification, subject)
    default:
      return rules.steps.find(({ id }) => id === stepId)?.name ?? { zh: kind, en: kind }
  }
}

const numbered = ({ zh, en }: Name, n: number): Name => ({ zh: `${zh}（第 ${n} 次）`, en: `${en} (${n})` })

function ofSubject(rules: IncubationRules, { zh, en }: Name, subject: TaskRow['subject']): Name {
  if (subject === null || subject === 'entry') return { zh, en }
  const of = rules[subject].name
  return { zh: `${zh}：${of.zh}`, en: `${en}: ${of.en}` }
}

/** What the network calls whoever holds a task. */
export function nameOfHolder(rules: IncubationRules, holder: CaseHolder): Name {
  return rules.actors.find(({ id }) => id === holder)?.name ?? applicant
}
