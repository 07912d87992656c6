import type { ReferralView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

/** The steps of composing a referral after the organisation is chosen, in their order. */
export const COMPOSE_STEPS = ['need', 'target', 'share', 'check'] as const
export type ComposeStep = (typeof COMPOSE_STEPS)[number]

/** The steps of a kind: nothing is shared where advice is asked. */
export const stepsOf = (kind: ReferralView['kind']): readonly ComposeStep[] =>
  kind === 'consult' ? ['need', 'target', 'check'] : COMPOSE_STEPS

const labels = {
  organisation: m.referrals_step_organisation,
  need: m.referrals_step_need,
  target: m.referrals_step_target,
  share: m.referrals_step_share,
  check: m.referrals_step_check,
}

/** Whether somebody else chose the target: a superior, or the target itself, which asked. */
export const isTargetGiven = ({ kind }: Pick<ReferralView, 'kind'>): boolean => kind === 'dispatch' || kind === 'pull'

/** Which steps of a draft have all they need. */
export function doneSteps({ need, to, request }: Pick<ReferralView, 'need' | 'to' | 'request'>): ReadonlySet<string> {
  const done = new Set(['organisation'])
  if (need !== null) done.add('need')
  if (to !== null) done.add('target')
  if (request && request.purpose !== '' && request.sections.length > 0 && request.grantUntil !== null) done.add('share')
  return done
}

/** The first step of a draft that still lacks something. */
export function openStep(draft: Parameters<typeof doneSteps>[0] & Pick<ReferralView, 'kind'>): ComposeStep {
  const done = doneSteps(draft)
  return stepsOf(draft.kind).find(step => !done.has(step)) ?? 'check'
}

/** The steps as the page shows them; `draft` is null while there is none yet. */
export function composeSteps(
  draft: Pick<ReferralView, 'id' | 'kind'> | null,
  current: 'organisation' | ComposeStep,
  done: ReadonlySet<string>,
) {
  const kind = draft?.kind ?? 'refer'
  const id = draft?.id ?? null
  const steps = kind === 'consult' ? stepsOf(kind) : (['organisation', ...stepsOf(kind)] as const)
  return steps.map(key => ({
    key,
    label: kind === 'consult' && key === 'need' ? m.referrals_consult_question() : labels[key](),
    state: key === current ? ('current' as const) : done.has(key) ? ('done' as const) : ('todo' as const),
    href: id !== null && key !== 'organisation' ? `/referrals/${id}/compose?step=${key}` : undefined,
  }))
}
