import type { CivilDate } from '../calendar/civil-date.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { Profile } from '../profile/profile-schema.ts'
import type { DossierSection, ReferralMode, Role } from '../profile/vocabulary.ts'
import type { ReferralKind } from './kinds.ts'
import type { DeadlineRule, Holder, ReferralState } from './states.ts'

/** A consent as it was signed: to whom, for what, until when. */
export type ConsentFacts = {
  readonly targetTenantId: string
  readonly sections: readonly DossierSection[]
  /** Personal data of named people: a line of its own. */
  readonly personal: boolean
  readonly method: 'account' | 'paper'
  readonly signedAt: Date
  /** The last day it holds. */
  readonly until: CivilDate
  readonly revokedAt: Date | null
}

/** What the organisation was asked for beyond its consent, for the open question (补正). */
export type FurtherConsentFacts = {
  readonly state: 'asked' | 'signed' | 'refused'
  readonly sections: readonly DossierSection[]
  readonly personal: boolean
}

/** What a referral has been through, as far as it bears on what may come. */
export type ReferralHistory = {
  readonly wasAccepted: boolean
  /** How often the target asked for more (补正). */
  readonly informationRounds: number
  readonly waitlistedAt: Date | null
  readonly dispatchedAt: Date | null
  /** The target's one objection to a dispatch. */
  readonly objectedAt: Date | null
  readonly plannedEndOn: CivilDate | null
  /** Where a requested return goes back to when it is refused. */
  readonly stateBeforeReturn: ReferralState | null
  readonly closedAt: Date | null
  /** The first of the two who void a referral. */
  readonly voidProposedByPersonId: string | null
  /** A referral was made in its stead, or the matter was let rest. */
  readonly isSettled: boolean
}

/** All that the rules need to know of a referral and of the world around it, loaded in the transaction that decides. */
export type ReferralFacts = {
  readonly state: ReferralState
  readonly version: number
  readonly kind: ReferralKind
  readonly mode: ReferralMode
  /** Place in its chain: 1 for the first referral. */
  readonly hop: number
  /** Which end of a referral between networks this row is; left out inside one network. */
  readonly crossing?: 'sending' | 'receiving' | null
  readonly senderTenantId: string
  readonly targetTenantId: string | null
  /** What is to go to the target. */
  readonly request: {
    /** A function of the profile's catalogue. */
    readonly need: string | null
    /** What is asked, in the sender's words. */
    readonly question: string
    /** Field, stage and area are chosen: all that a target learns of the case where no organisation is named. */
    readonly isDescribed: boolean
    readonly purpose: string
    readonly sections: readonly DossierSection[]
    readonly personal: boolean
    /** The last day of the target's sight. */
    readonly grantUntil: CivilDate | null
    readonly suggestionTaken: boolean
    /** Why another target than a suggested one. */
    readonly otherTargetReason: string
  }
  readonly consent: ConsentFacts | null
  /** The section that the target asked about last; null where it asked nothing, or none is shared. */
  readonly askedSection: DossierSection | null
  /** The further consent of the question that was asked last; null where none was asked for, or it was set aside. */
  readonly furtherConsent: FurtherConsentFacts | null
  readonly confirmed: { readonly sender: boolean; readonly organisation: boolean }
  /** The deadline that runs: which, since when, until when. Null in the states that are an end. */
  readonly clock: { readonly rule: DeadlineRule; readonly startedAt: Date; readonly dueAt: Date } | null
  /** 0 none, 1 reminded, 2 with the lowest common superior: a level, not a state. */
  readonly escalationLevel: 0 | 1 | 2
  /** Whose turn it is; null once nobody owes an answer. */
  readonly holder: Holder | null
  /** When the clock ends it undecided; null where it does not, or stands. */
  readonly expiresAt: Date | null
  /** What was left of both clocks, in working days, when they were stopped for a question; null while they run. */
  readonly stood: { readonly dueDays: number; readonly expiryDays: number } | null
  readonly history: ReferralHistory
  readonly world: {
    readonly senderHoldsCustody: boolean
    readonly senderHoldsGrant: boolean
    /** The target, or whoever it stands in for, keeps the organisation. */
    readonly targetHoldsCustody: boolean
    /** The sender is a superior of those who were in the chain before. */
    readonly senderIsSuperiorOfChain: boolean
    /** Tenants that the chain visited before this referral. */
    readonly chainTenantIds: readonly string[]
    /** Another hand-over of the organisation lies open with some target. */
    readonly otherHandOverOpen: boolean
    /** Another referral of the organisation lies open with this target. */
    readonly openWithTarget: boolean
    /** The target is active and takes referrals. */
    readonly targetTakesReferrals: boolean
    /** How many referrals of the chain before this one were declined or expired. */
    readonly failedBefore: number
    /** Organisations of the target that look like this one and were not answered for. */
    readonly possibleDuplicates: number
  }
}

/** How the acting party stands to a referral. `clock` is the worker. */
export type ReferralRelation = 'sender' | 'target' | 'organisation' | 'commonSuperior' | 'other' | 'clock'

/** Who acts. */
export type Viewer = {
  readonly relation: ReferralRelation
  readonly roles: readonly Role[]
  /** A party that is itself the lowest common superior acts for that desk too. */
  readonly isDesk?: boolean
  readonly personId?: string
}

/** The clock as a viewer. */
export const CLOCK_VIEWER: Viewer = { relation: 'clock', roles: [] }

/** The referral rules of a profile. */
export type ReferralRules = Profile['referral']

/** What the deadlines are counted with. */
export type Reckoning = {
  readonly rules: ReferralRules
  readonly calendar: WorkingCalendar
  /** `HH:mm` in Shanghai; 18:00 when left out. */
  readonly businessDayEnds?: string
}

/** What a decision is taken under. */
export type Setting = Reckoning & { readonly viewer: Viewer; readonly now: Date }
