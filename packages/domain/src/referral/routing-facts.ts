import type { OrganisationField, TenantKind, Tier } from '../profile/vocabulary.ts'
import type { TreeNode } from '../tree/direction.ts'

/** What an incubator said it can take, and when it said so. */
export type CapacityClaim = {
  /** Organisations it can serve at once. */
  readonly ceiling: number
  readonly taken: number
  readonly declaredAt: Date
}

/** How an incubator has answered referrals so far. */
export type ResponseRecord = {
  readonly received: number
  readonly accepted: number
  readonly declined: number
  /** Usual hours of business from submission to acknowledgement; null when it never acknowledged one. */
  readonly acknowledgedWorkingHours: number | null
}

/** An incubator that may be suggested. */
export type Candidate = {
  readonly node: TreeNode
  /** Ids of the profile's function catalogue that it declared. */
  readonly functions: readonly string[]
  /** Fields it is a specialist in; empty: any field alike. */
  readonly fields: readonly OrganisationField[]
  /** Null when it declared nothing. */
  readonly capacity: CapacityClaim | null
  readonly response: ResponseRecord
  /** Active, and takes referrals. */
  readonly takesReferrals: boolean
  /** The chain visited it before, or an open referral of the organisation lies there. */
  readonly isBarred: boolean
}

/** What is looked for. */
export type RoutingNeed = {
  /** A function of the profile's catalogue. */
  readonly need: string
  readonly field: OrganisationField
}

/** What a suggestion's points are made of. */
export const SCORE_PARTS = ['capability', 'tierFunction', 'field', 'capacity', 'response', 'distance'] as const
export type ScorePart = (typeof SCORE_PARTS)[number]

/** The most points that each part can give; together 100. */
export const SCORE_WEIGHTS: Readonly<Record<ScorePart, number>> = {
  capability: 35,
  tierFunction: 20,
  field: 15,
  capacity: 10,
  response: 10,
  distance: 10,
}

/** Why a part gave the points it gave, for the page to say in words. */
export type RoutingReason =
  | { readonly code: 'DECLARES_FUNCTION' | 'DOES_NOT_DECLARE_FUNCTION'; readonly need: string }
  | { readonly code: 'FUNCTION_OF_TIER' | 'NOT_FUNCTION_OF_TIER'; readonly tier: Tier; readonly kind: TenantKind }
  | { readonly code: 'FIELD_SPECIALIST' | 'FIELD_GENERALIST' | 'FIELD_OTHER'; readonly field: OrganisationField }
  | { readonly code: 'CAPACITY_FREE'; readonly free: number; readonly ceiling: number; readonly weeksOld: number }
  | { readonly code: 'CAPACITY_FULL'; readonly ceiling: number }
  | { readonly code: 'CAPACITY_UNKNOWN' }
  | {
      readonly code: 'RESPONSE_RECORD'
      readonly acceptedPercent: number
      readonly decided: number
      /** Rounded; null when it never acknowledged one. */
      readonly workingHours: number | null
    }
  | { readonly code: 'RESPONSE_NO_RECORD' }
  | { readonly code: 'DISTANCE'; readonly steps: number }

/** One part of a suggestion's score. */
export type ScoreLine = {
  readonly part: ScorePart
  /** With one decimal. */
  readonly points: number
  readonly max: number
  readonly reason: RoutingReason
}

/** A suggested target with what speaks for it. */
export type Suggestion = {
  readonly tenantId: string
  /** Out of 100, with one decimal: the sum of the lines. */
  readonly score: number
  readonly lines: readonly ScoreLine[]
}
