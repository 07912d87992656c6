import type { Profile } from '../profile/profile-schema.ts'

/**
 * How a referral comes about: sent on by its sender, asked for by its target (调入), assigned (派单) by a superior, or advice that is asked for without
 * naming anyone.
 */
export const REFERRAL_KINDS = ['refer', 'pull', 'dispatch', 'consult'] as const
export type ReferralKind = (typeof REFERRAL_KINDS)[number]

/** What a kind is, where the kinds differ. */
export type KindFacts = {
  /** It concerns an organisation, which is a party: asked for its consent, its dossier sealed and granted. Else the preview is all there ever is. */
  readonly namesOrganisation: boolean
  /** A superior decided on it: signed, it reaches its target at once; unconsented, it is over; nobody declines or discards it. */
  readonly isAssigned: boolean
  /** Its target asked for it and is no other; whoever throws the draft away says why. */
  readonly isAskedFor: boolean
  /** Declined too often, it falls to the common superior, who finds another target. */
  readonly climbsWhenDeclined: boolean
  /** The kind of what is drafted in its stead. */
  readonly successor: ReferralKind
  /** The profile's list that its outcome is one of. */
  readonly outcomes: keyof Pick<Profile['referral'], 'outcomes' | 'adviceOutcomes'>
}

/** The kinds one by one. */
export const KIND_FACTS: Readonly<Record<ReferralKind, KindFacts>> = {
  refer: {
    namesOrganisation: true,
    isAssigned: false,
    isAskedFor: false,
    climbsWhenDeclined: true,
    successor: 'refer',
    outcomes: 'outcomes',
  },
  pull: {
    namesOrganisation: true,
    isAssigned: false,
    isAskedFor: true,
    climbsWhenDeclined: true,
    successor: 'refer',
    outcomes: 'outcomes',
  },
  dispatch: {
    namesOrganisation: true,
    isAssigned: true,
    isAskedFor: false,
    climbsWhenDeclined: true,
    successor: 'refer',
    outcomes: 'outcomes',
  },
  consult: {
    namesOrganisation: false,
    isAssigned: false,
    isAskedFor: false,
    climbsWhenDeclined: false,
    successor: 'consult',
    outcomes: 'adviceOutcomes',
  },
}

/** The kinds that concern an organisation, and those that name none. */
export const NAMED_KINDS: readonly ReferralKind[] = REFERRAL_KINDS.filter(kind => KIND_FACTS[kind].namesOrganisation)
export const NAMELESS_KINDS: readonly ReferralKind[] = REFERRAL_KINDS.filter(
  kind => !KIND_FACTS[kind].namesOrganisation,
)
