import type { CaseView } from '@fuqiao/contract'
import { missingParts } from '@fuqiao/domain/incubation'
import type { IncubationRules, Tier } from '@fuqiao/domain/profile'
import { named } from '#lib/features/cases/words.ts'
import { m } from '#lib/paraglide/messages.js'

/** The steps of an application's form, in their order. */
export const APPLICATION_STEPS = ['answers', 'conditions', 'papers', 'check'] as const
export type ApplicationStep = (typeof APPLICATION_STEPS)[number]

/** The rules that a form is made from: the conditions are those of the incubator's tier. */
export type FormRules = IncubationRules & { tier: Tier }

const labels: Readonly<Record<ApplicationStep, () => string>> = {
  answers: m.mycases_step_answers,
  conditions: m.mycases_step_conditions,
  papers: m.mycases_step_papers,
  check: m.mycases_step_check,
}

/** One thing that is missing: what the network calls it, and the step where it goes. */
export type MissingPart = { id: string; name: string; step: ApplicationStep }

/** What an application still lacks, in the order of the form and in the network's words. */
export function missingOf(view: Pick<CaseView, 'application' | 'papers'>, rules: FormRules): MissingPart[] {
  const handedIn = new Set(view.papers.filter(({ purpose }) => purpose === 'application').map(one => one.recordId))
  const missing = missingParts(rules, rules.tier, { ...view.application, handedIn })
  const part = (step: ApplicationStep, all: readonly { id: string; name: { zh: string; en: string } }[]) =>
    missing[step as keyof typeof missing].flatMap(id => {
      const found = all.find(one => one.id === id)
      return found ? [{ id, name: named(found.name), step }] : []
    })
  return [
    ...part('answers', rules.application.answers),
    ...part('conditions', rules.eligibility),
    ...part('papers', rules.application.papers),
  ]
}

/** The first step that lacks something; the last when nothing does. */
export const openStep = (missing: readonly MissingPart[]): ApplicationStep => missing[0]?.step ?? 'check'

/** The steps as the page shows them. */
export function formSteps(current: ApplicationStep, missing: readonly MissingPart[]) {
  const lacks = new Set(missing.map(({ step }) => step))
  return APPLICATION_STEPS.map(key => ({
    key,
    label: labels[key](),
    state:
      key === current
        ? ('current' as const)
        : key === 'check' || lacks.has(key)
          ? ('todo' as const)
          : ('done' as const),
    href: `?step=${key}`,
  }))
}

/** The step before and after one; null at the ends. */
export function stepsBeside(step: ApplicationStep): { before: ApplicationStep | null; after: ApplicationStep | null } {
  const at = APPLICATION_STEPS.indexOf(step)
  return { before: APPLICATION_STEPS[at - 1] ?? null, after: APPLICATION_STEPS[at + 1] ?? null }
}
