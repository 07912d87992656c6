import type { CivilDate } from '../calendar/civil-date.ts'
import type { ReferralMode } from '../profile/vocabulary.ts'
import type { ClockAction } from './states.ts'

/** What somebody asks to be done, with what the action needs. Texts are trimmed by the caller. */
export type ReferralCommandBody =
  | { readonly action: 'edit' | 'requestConsent' | 'approve' | 'acknowledge' | 'confirmClosure' | 'discard' }
  /** `reason`: why paper and not the account. */
  | { readonly action: 'signConsent'; readonly method: 'account' | 'paper'; readonly reason: string }
  | { readonly action: 'refuseConsent'; readonly reason: string }
  | { readonly action: 'sendBack' | 'withdraw'; readonly reason: string }
  | {
      readonly action: 'accept'
      readonly leadName: string
      readonly firstContactOn: CivilDate
      /** How the possible duplicates were answered; empty where there are none. */
      readonly duplicateAnswer: string
    }
  | { readonly action: 'decline'; readonly reasonCode: string; readonly text: string }
  | { readonly action: 'begin'; readonly contactedOn: CivilDate; readonly note: string }
  | { readonly action: 'progress'; readonly note: string }
  | { readonly action: 'reportOutcome'; readonly outcomeCode: string; readonly servicesDelivered: string }
  | { readonly action: ClockAction }

/** A command names the version that its sender read. */
export type ReferralCommand = ReferralCommandBody & { readonly expectedVersion: number }

/** The facts that a new draft is judged on. */
export type CreationFacts = {
  readonly mode: ReferralMode
  readonly senderHoldsCustody: boolean
  readonly senderHoldsGrant: boolean
}
