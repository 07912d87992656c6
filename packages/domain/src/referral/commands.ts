import type { CivilDate } from '../calendar/civil-date.ts'
import type { DossierSection, ReferralMode } from '../profile/vocabulary.ts'
import type { ClockAction } from './states.ts'

/** What somebody asks to be done, with what the action needs. Texts are trimmed by the caller. */
export type ReferralCommandBody =
  | {
      readonly action:
        | 'edit'
        | 'requestConsent'
        | 'sendForApproval'
        | 'approve'
        | 'acknowledge'
        | 'confirmClosure'
        | 'resume'
        | 'acceptReturn'
        | 'reroute'
        | 'cancelVoid'
        | 'confirmVoid'
    }
  /** Whoever asked for it is not told the reason; the sender's own trail keeps it. Empty where nobody asked. */
  | { readonly action: 'discard'; readonly reason?: string }
  /** `reason`: why paper and not the account. */
  | {
      readonly action: 'signConsent' | 'signFurtherConsent'
      readonly method: 'account' | 'paper'
      readonly reason: string
    }
  | { readonly action: 'refuseConsent' | 'refuseFurtherConsent'; readonly reason: string }
  /** `revokeConsent` by the sender's staff: the organisation said so on paper, and why not in its account. */
  | {
      readonly action:
        | 'sendBack'
        | 'withdraw'
        | 'revokeConsent'
        | 'refuseReturn'
        | 'assign'
        | 'dispatch'
        | 'object'
        | 'settle'
        | 'proposeVoid'
        | 'dispute'
      readonly reason: string
    }
  /** Names the section whose words or papers are not enough, and what is asked; no section where none is shared. */
  | { readonly action: 'requestInformation'; readonly section: DossierSection | null; readonly question: string }
  | { readonly action: 'answerInformation'; readonly answer: string }
  /** Asks the organisation for what the question names beyond its consent; `personal`: named people with it, where the question is about staff. */
  | { readonly action: 'requestFurtherConsent'; readonly personal: boolean }
  | { readonly action: 'waitlist' | 'keepWaiting'; readonly reason: string; readonly expectedOn: CivilDate }
  | { readonly action: 'hold'; readonly reason: string; readonly resumeOn: CivilDate }
  | { readonly action: 'requestReturn'; readonly reason: string; readonly handOverSheet: string }
  | { readonly action: 'reportFailure'; readonly causeCode: string; readonly text: string }
  /** `stands`: the report stands and the referral closes; `redo`: the target goes on serving. */
  | { readonly action: 'rule'; readonly ruling: 'stands' | 'redo'; readonly text: string }
  /** The target reads the consented sections anew until this day. */
  | { readonly action: 'reopen'; readonly reason: string; readonly grantUntil: CivilDate }
  | {
      readonly action: 'accept'
      readonly leadName: string
      /** Null where there is no organisation to be contacted. */
      readonly firstContactOn: CivilDate | null
      /** When the service is planned to be done; the outcome is due some days later. Left out: the end of sight. */
      readonly plannedEndOn?: CivilDate
      /** How the possible duplicates were answered; empty where there are none. */
      readonly duplicateAnswer: string
    }
  | { readonly action: 'decline'; readonly reasonCode: string; readonly text: string }
  | { readonly action: 'begin'; readonly contactedOn: CivilDate; readonly note: string }
  | { readonly action: 'progress'; readonly note: string }
  | { readonly action: 'reportOutcome'; readonly outcomeCode: string; readonly servicesDelivered: string }
  | { readonly action: ClockAction }

/** The command of one action, with what it brings. */
export type CommandOf<Action extends ReferralCommandBody['action']> = ReferralCommandBody extends infer Body
  ? Body extends { readonly action: infer Own }
    ? Action extends Own
      ? Body & { readonly action: Action }
      : never
    : never
  : never

/** A command names the version that its sender read. */
export type ReferralCommand = ReferralCommandBody & { readonly expectedVersion: number }

/** The facts that a new draft is judged on. */
export type CreationFacts = {
  readonly mode: ReferralMode
  readonly senderHoldsCustody: boolean
  readonly senderHoldsGrant: boolean
  /** It came to the sender from a partner network, under a referral that runs. */
  readonly cameFromPartner?: boolean
}
