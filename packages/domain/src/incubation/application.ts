import type { IncubationRules } from '../profile/incubation-schema.ts'
import type { Tier } from '../profile/vocabulary.ts'
import { type Claim, unclaimed } from './eligibility.ts'

/** What an applicant has written and handed in so far. */
export type Written = {
  readonly answers: Readonly<Record<string, string>>
  readonly claims: readonly Claim[]
  /** The papers that are there, by what they are handed in as. */
  readonly handedIn: ReadonlySet<string>
}

/** What an application still lacks before it can be submitted at an incubator of a tier: ids of answers, papers and conditions, in the order of the form. */
export function missingParts(rules: IncubationRules, tier: Tier, { answers, claims, handedIn }: Written) {
  const ids = (parts: readonly { id: string }[]) => parts.map(({ id }) => id)
  const { application } = rules
  return {
    answers: ids(application.answers.filter(({ id, isRequired }) => isRequired && (answers[id] ?? '') === '')),
    conditions: unclaimed(rules, tier, claims),
    papers: ids(application.papers.filter(({ id, isRequired }) => isRequired && !handedIn.has(id))),
  }
}
