import { type ApplicantFacts, measure, type Verdict } from '@fuqiao/domain/incubation'
import type { ApiOutputs } from '#lib/api.ts'
import type { FormRules } from './application-steps.ts'

type Mine = ApiOutputs['organisations']['my']

/** What the organisation's own dossier tells of the conditions that are counted, by condition: what the server will find when it is submitted. */
export function measuredOf({ eligibility }: FormRules, { card, people }: Mine): Record<string, Verdict> {
  const fullTime = people.filter(({ isFullTime }) => isFullTime)
  const facts: ApplicantFacts = {
    ...{ kind: card.kind, stage: card.stage, field: card.field },
    fullTimeStaff: fullTime.length,
    certifiedFullTimeStaff: fullTime.filter(({ certificate }) => certificate !== '').length,
  }
  const verdicts = eligibility.flatMap(condition => measure(condition, facts) ?? [])
  return Object.fromEntries(verdicts.map(verdict => [verdict.id, verdict]))
}
