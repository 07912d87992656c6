import type { CivilDate } from '../calendar/civil-date.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { Profile } from '../profile/profile-schema.ts'
import type { Role } from '../profile/vocabulary.ts'

/** Where an enquiry can stand. `toChoose`: its term is over or everyone has answered, and the sender has yet to choose. */
export const ENQUIRY_STATES = ['open', 'toChoose', 'chosen', 'nobody', 'withdrawn'] as const
export type EnquiryState = (typeof ENQUIRY_STATES)[number]

/** What one of those asked has said. `unanswered`: nothing within the term; a late answer still counts until the enquiry is settled. */
export const ENQUIRY_ANSWERS = ['awaited', 'can', 'cannot', 'unanswered'] as const
export type EnquiryAnswer = (typeof ENQUIRY_ANSWERS)[number]

/** What one of those asked is told at the end: that it was chosen, that the matter is settled (not whom with), or that it was taken back. */
export const ENQUIRY_OUTCOMES = ['chosen', 'settled', 'withdrawn'] as const
export type EnquiryOutcome = (typeof ENQUIRY_OUTCOMES)[number]

/** What the sender does to an enquiry. */
export const ENQUIRY_ACTIONS = ['choose', 'giveUp', 'withdraw'] as const
export type EnquiryAction = (typeof ENQUIRY_ACTIONS)[number]

/** What the worker does to one. */
export const ENQUIRY_CLOCK_ACTIONS = ['remind', 'endTerm', 'lapse'] as const
export type EnquiryClockAction = (typeof ENQUIRY_CLOCK_ACTIONS)[number]

/** One of those asked, as the sender's rules know it. */
export type AskedFacts = { readonly tenantId: string; readonly answer: EnquiryAnswer }

/** All that the rules need to know of an enquiry. */
export type EnquiryFacts = {
  readonly state: EnquiryState
  readonly version: number
  /** The term that runs; null when none does. */
  readonly clock: { readonly startedAt: Date; readonly dueAt: Date } | null
  /** Whether the term that runs has been reminded of. */
  readonly isReminded: boolean
  readonly asked: readonly AskedFacts[]
}

/** The enquiry as one of those asked has it before it. */
export type SheetFacts = {
  readonly version: number
  readonly answer: EnquiryAnswer
  /** Null while it may be answered. */
  readonly outcome: EnquiryOutcome | null
}

/** Who acts: the sender, one of those asked, the worker, or anyone else. */
export type EnquiryViewer = {
  readonly side: 'sender' | 'target' | 'clock' | 'other'
  readonly roles: readonly Role[]
}

/** How terms are counted. */
export type EnquiryReckoning = {
  readonly rules: Profile['enquiry']
  readonly calendar: WorkingCalendar
  readonly businessDayEnds?: string
}

/** What a decision is taken under. */
export type EnquirySetting = EnquiryReckoning & {
  /** Reasons for which one cannot take it: those for which a referral is declined. */
  readonly reasons: Profile['referral']['declineReasons']
  readonly viewer: EnquiryViewer
  readonly now: Date
}

/** What the sender or the worker asks to be done. */
export type EnquiryCommand = { readonly expectedVersion: number } & (
  | { readonly action: 'choose'; readonly tenantId: string }
  | { readonly action: 'giveUp' | 'withdraw'; readonly reason: string }
  | { readonly action: EnquiryClockAction }
)

/** An answer of one of those asked. */
export type AnswerCommand = { readonly expectedVersion: number; readonly words: string } & (
  | {
      readonly answer: 'can'
      /** The first day on which it can begin; an answer without one is refused. */
      readonly from: CivilDate | null
      /** How many organisations of this kind it has room for; null: it does not say. */
      readonly capacity: number | null
    }
  | { readonly answer: 'cannot'; readonly reasonCode: string | null }
)

/** Every reason for which the rules of enquiries say no. */
export const ENQUIRY_REFUSALS = [
  /** Not this side's, or not this role's. */
  'ENQUIRY_NOT_YOURS',
  /** Params: state, version as they stand now. */
  'ENQUIRY_VERSION_CONFLICT',
  /** Params: action, state. */
  'ENQUIRY_WRONG_STATE',
  /** The one chosen has not said that it can. Params: answer. */
  'ENQUIRY_CANNOT_BE_CHOSEN',
  'ENQUIRY_REASON_MISSING',
  /** The reason is not of the profile's list. */
  'ENQUIRY_REASON_UNKNOWN',
  /** The reason asks for words. */
  'ENQUIRY_TEXT_MISSING',
  /** No day is given, or it would begin before today. */
  'ENQUIRY_FROM_PAST',
  /** Nobody answers any more. Params: outcome. */
  'ENQUIRY_SETTLED',
  /** The worker was asked for something that is not due. */
  'ENQUIRY_NOT_DUE',
] as const
export type EnquiryRefusalCode = (typeof ENQUIRY_REFUSALS)[number]
export type EnquiryRefusal = {
  readonly code: EnquiryRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}
