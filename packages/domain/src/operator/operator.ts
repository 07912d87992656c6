import { type CivilDate, yearOf } from '../calendar/civil-date.ts'
import type { OperationRules } from '../profile/operation-schema.ts'

/** `appointed`: its first day is to come; `inForce`; `ended`. */
export const OPERATOR_STATES = ['appointed', 'inForce', 'ended'] as const
export type OperatorState = (typeof OPERATOR_STATES)[number]

/** What is known of a body that is to run an incubator. */
export type OperatorFacts = {
  readonly registeredOn: CivilDate | null
  /** 1 (A) to 5 (5A); null where it is not rated. */
  readonly rating: number | null
  /** What was said of each condition that is confirmed in words, by its id. */
  readonly words: Readonly<Record<string, string>>
}

/** What came of one condition. */
export type JudgedCondition = { readonly id: string; readonly isMet: boolean; readonly said: string }

/** Whole years from one day to another. */
function yearsBetween(from: CivilDate, to: CivilDate): number {
  return yearOf(to) - yearOf(from) - (to.slice(5) < from.slice(5) ? 1 : 0)
}

/** Looks at every condition of the network on the first day of a contract; what is missing is not met. */
export function judgeOperator(rules: OperationRules, facts: OperatorFacts, on: CivilDate): JudgedCondition[] {
  return rules.conditions.map(({ id, check }) => {
    if (check.by === 'words') {
      const said = facts.words[id]?.trim() ?? ''
      return { id, isMet: said !== '', said }
    }
    if (check.by === 'rating')
      return { id, isMet: (facts.rating ?? 0) >= check.atLeast, said: facts.rating === null ? '' : `${facts.rating}A` }
    const { registeredOn } = facts
    const isMet = registeredOn !== null && yearsBetween(registeredOn, on) >= check.atLeast
    return { id, isMet, said: registeredOn ?? '' }
  })
}

/** The conditions that must be met and are not. */
export function unmetConditions(rules: OperationRules, judged: readonly JudgedCondition[]): string[] {
  const hard = new Set(rules.conditions.filter(({ weighs }) => weighs === 'condition').map(({ id }) => id))
  return judged.filter(({ id, isMet }) => hard.has(id) && !isMet).map(({ id }) => id)
}

/** Where an operator stands on a day: what the clock has to bring about; null when nothing. */
export function operatorDue(
  { state, from, until }: { state: OperatorState; from: CivilDate; until: CivilDate | null },
  today: CivilDate,
): OperatorState | null {
  if (state === 'ended') return null
  if (until !== null && until < today) return 'ended'
  return state === 'appointed' && from <= today ? 'inForce' : null
}
