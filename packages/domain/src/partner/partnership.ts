/** Where two networks stand that refer to each other (伙伴网络, X-08). */
export const PARTNERSHIP_STATES = ['proposed', 'inForce', 'declined', 'withdrawn', 'ended'] as const
export type PartnershipState = (typeof PARTNERSHIP_STATES)[number]

/** What the centres of the two networks do to a partnership that was proposed. */
export const PARTNERSHIP_ACTIONS = ['confirm', 'decline', 'withdraw', 'end'] as const
export type PartnershipAction = (typeof PARTNERSHIP_ACTIONS)[number]

/** From which state, by which side (the one that proposed, the one that was asked, or either), to which. */
type Step = {
  readonly from: PartnershipState
  readonly by: 'proposer' | 'asked' | 'either'
  readonly to: PartnershipState
}

const STEPS: Readonly<Record<PartnershipAction, Step>> = {
  confirm: { from: 'proposed', by: 'asked', to: 'inForce' },
  decline: { from: 'proposed', by: 'asked', to: 'declined' },
  withdraw: { from: 'proposed', by: 'proposer', to: 'withdrawn' },
  end: { from: 'inForce', by: 'either', to: 'ended' },
}

/** A partnership as one side stands to it. */
export type PartnershipFacts = { readonly state: PartnershipState; readonly isProposedByUs: boolean }

/** What one side may do to a partnership now. */
export function partnershipActions({ state, isProposedByUs }: PartnershipFacts): PartnershipAction[] {
  const side = isProposedByUs ? 'proposer' : 'asked'
  return PARTNERSHIP_ACTIONS.filter(action => {
    const { from, by } = STEPS[action]
    return from === state && (by === 'either' || by === side)
  })
}

/** Where an action leads; null when it is not this side's to do now. */
export function partnershipAfter(facts: PartnershipFacts, action: PartnershipAction): PartnershipState | null {
  return partnershipActions(facts).includes(action) ? STEPS[action].to : null
}
