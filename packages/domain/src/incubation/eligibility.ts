import type { IncubationRules } from '../profile/incubation-schema.ts'
import type { Tier } from '../profile/vocabulary.ts'
import type { ApplicantFacts, Verdict } from './facts.ts'

type Condition = IncubationRules['eligibility'][number]

/** The conditions that incubators of a tier ask for (W-08). */
export function conditionsAt(rules: IncubationRules, tier: Tier): Condition[] {
  return rules.eligibility.filter(({ tiers }) => !tiers || tiers.includes(tier))
}

/** How one condition stands where data say so; null where a person has to. */
export function measure({ id, check }: Condition, facts: ApplicantFacts): Verdict | null {
  const verdict = (isMet: boolean, measured: string): Verdict => ({
    id,
    verdict: isMet ? 'met' : 'unmet',
    reason: '',
    measured,
  })
  switch (check.by) {
    case 'organisationKind':
      return verdict(check.kinds.includes(facts.kind), facts.kind)
    case 'stage':
      return verdict(check.stages.includes(facts.stage), facts.stage)
    case 'field':
      return verdict(check.fields.includes(facts.field), facts.field)
    case 'fullTimeStaff':
      return verdict(facts.fullTimeStaff >= check.atLeast, `${facts.fullTimeStaff}/${check.atLeast}`)
    case 'certifiedShare': {
      const { certifiedFullTimeStaff: certified, fullTimeStaff: all } = facts
      // In whole numbers: a third of three is one, not 0.999. Of nobody there is no share.
      return verdict(all > 0 && certified * check.of >= all * check.part, `${certified}/${all}`)
    }
    case 'answer':
      return null
  }
}

/** The applicant's own word on a condition. */
export type Claim = { readonly id: string; readonly claims: boolean; readonly words: string }

/** How every condition of the tier stands when somebody applies: computed where data allow, else as it says itself. */
export function verdictsOnApplying(
  rules: IncubationRules,
  tier: Tier,
  { facts, claims }: { facts: ApplicantFacts; claims: readonly Claim[] },
): Verdict[] {
  return conditionsAt(rules, tier).map(condition => {
    const measured = measure(condition, facts)
    if (measured) return measured
    const claim = claims.find(({ id }) => id === condition.id)
    return {
      id: condition.id,
      verdict: claim?.claims === true ? 'claimed' : 'unmet',
      reason: claim?.words ?? '',
    }
  })
}

/** Conditions the applicant has not spoken to, or without the words that they ask for. */
export function unclaimed(rules: IncubationRules, tier: Tier, claims: readonly Claim[]): string[] {
  return conditionsAt(rules, tier).flatMap(({ id, check, weighs }) => {
    if (check.by !== 'answer' || weighs === 'preference') return []
    const claim = claims.find(each => each.id === id)
    const isSaid = claim !== undefined && (check.evidence === 'none' || !claim.claims || claim.words !== '')
    return isSaid ? [] : [id]
  })
}

/**
 * The verdicts after an officer has looked: what was claimed becomes met or unmet. What was computed stays as it was counted, unless the officer gives a
 * reason for seeing it otherwise.
 */
export function verdictsAfterLook(before: readonly Verdict[], given: readonly Verdict[]): Verdict[] {
  return before.map(standing => {
    const word = given.find(({ id }) => id === standing.id)
    if (!word || word.verdict === 'claimed') return standing
    if (standing.measured !== undefined && word.verdict !== standing.verdict && word.reason === '') return standing
    return { ...standing, verdict: word.verdict, reason: word.reason === '' ? standing.reason : word.reason }
  })
}

/** Conditions (not preferences) that stand in a way. */
export function standingIn(rules: IncubationRules, verdicts: readonly Verdict[], way: Verdict['verdict']): string[] {
  const preferences = new Set(rules.eligibility.filter(({ weighs }) => weighs === 'preference').map(({ id }) => id))
  return verdicts.filter(({ id, verdict }) => verdict === way && !preferences.has(id)).map(({ id }) => id)
}

/** How many preferences of the profile are met: they order a call's applications (Z-01). */
export function preferencesMet(rules: IncubationRules, verdicts: readonly Verdict[]): number {
  const preferences = new Set(rules.eligibility.filter(({ weighs }) => weighs === 'preference').map(({ id }) => id))
  return verdicts.filter(({ id, verdict }) => preferences.has(id) && verdict !== 'unmet').length
}
