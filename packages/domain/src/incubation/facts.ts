import type { CivilDate } from '../calendar/civil-date.ts'
import type { IncubationRules } from '../profile/incubation-schema.ts'
import type {
  CaseActor,
  CaseStepKind,
  OrganisationField,
  OrganisationKind,
  OrganisationStage,
  Tier,
} from '../profile/vocabulary.ts'

/** Where a case stands. `followUp`: graduated, and looked after; `ended`: nothing is due any more. */
export const CASE_STATES = ['draft', 'entry', 'resident', 'followUp', 'ended'] as const
export type CaseState = (typeof CASE_STATES)[number]

/** What became of a case. `exited`: left without graduation (退出). */
export const CASE_OUTCOMES = ['declined', 'withdrawn', 'terminated', 'graduated', 'exited'] as const
export type CaseOutcome = (typeof CASE_OUTCOMES)[number]

/** What somebody has to do to a case: the steps of entry, and what residency brings. */
export const CASE_TASK_KINDS = [
  'completion',
  'acceptance',
  'review',
  'interview',
  'siteVisit',
  'panel',
  'publicNotice',
  'approval',
  'agreement',
  'admission',
  'assessment',
  'rectification',
  'exit',
  'followUp',
] as const satisfies readonly (CaseStepKind | 'completion' | 'assessment' | 'rectification' | 'exit' | 'followUp')[]
export type CaseTaskKind = (typeof CASE_TASK_KINDS)[number]

/** `planned`: its day has not come. `cancelled`: the case ended before it. */
export const CASE_TASK_STATES = ['planned', 'open', 'done', 'cancelled'] as const
export type CaseTaskState = (typeof CASE_TASK_STATES)[number]

/** What a task came to. `sentBack`: the applicant completes first (补正), or whoever asked for approval does it again. */
export const CASE_RESULTS = ['pass', 'fail', 'sentBack'] as const
export type CaseResult = (typeof CASE_RESULTS)[number]

/** Who holds a task: an actor of the profile, or the applicant itself. */
export type CaseHolder = CaseActor | 'applicant'

/** What a chain of approval decides on. */
export type ApprovalSubject = 'entry' | 'assessment' | 'exit'

/** How a condition came out, and why. `claimed`: the applicant says so and nobody has looked yet. */
export type Verdict = {
  readonly id: string
  readonly verdict: 'met' | 'unmet' | 'claimed'
  readonly reason: string
  /** What was counted, for a computed one: "1 of 3". */
  readonly measured?: string
}

/** What is known of the applicant at the time it applies. */
export type ApplicantFacts = {
  readonly kind: OrganisationKind
  readonly stage: OrganisationStage
  readonly field: OrganisationField
  readonly fullTimeStaff: number
  readonly certifiedFullTimeStaff: number
}

/** A task as the rules know it. */
export type TaskFacts = {
  readonly id: string
  readonly kind: CaseTaskKind
  /** The step of the profile; null outside entry. */
  readonly stepId: string | null
  /** 1 for the first of its kind; of an approval, its link in the chain. */
  readonly ordinal: number
  readonly holder: CaseHolder
  readonly state: CaseTaskState
  readonly subject: ApprovalSubject | null
  /** The task that is to be approved; null where entry is. */
  readonly ofTaskId: string | null
}

/** All that the rules need to know of a case. */
export type CaseFacts = {
  readonly state: CaseState
  readonly version: number
  readonly tier: Tier
  /** What is not done yet, planned or open. */
  readonly tasks: readonly TaskFacts[]
  readonly verdicts: readonly Verdict[]
  readonly warnings: number
  /** The day it was submitted; null before. */
  readonly submittedOn: CivilDate | null
  readonly admittedOn: CivilDate | null
  readonly endsOn: CivilDate | null
  readonly extendedMonths: number
  /** Who has decided in the chain that runs, by person: one hand has one word. */
  readonly approvedBy: readonly string[]
  readonly signed: { readonly byTenant: boolean; readonly byOrganisation: boolean }
  /** Null where the case has no panel, or it was not called yet. */
  readonly panel: { readonly marks: number; readonly expected: number; readonly mean: number } | null
  readonly notice: { readonly isOver: boolean; readonly unanswered: number } | null
  /** Places that are free where it would move in; null where nobody has said how many there are. */
  readonly placesFree: number | null
  /** The verdict of an assessment or exit that waits for approval. */
  readonly pendingResult: CaseResult | null
  /** It was put away, with the digest of what there was. */
  readonly isArchived: boolean
}

/** A task to come. */
export type TaskPlan = {
  readonly kind: CaseTaskKind
  readonly stepId: string | null
  readonly ordinal: number
  readonly holder: CaseHolder
  readonly subject: ApprovalSubject | null
  readonly ofTaskId: string | null
  /** The day on which it begins; null: now. */
  readonly opensOn: CivilDate | null
  /** Where its term stands in the profile: see `deadlineOf`. */
  readonly due: IncubationRules['steps'][number]['due']
}

/** Columns of the case that a decision sets. */
export type CaseChange = {
  readonly state?: CaseState
  readonly outcome?: CaseOutcome
  readonly endReason?: string
  readonly verdicts?: readonly Verdict[]
  readonly warnings?: number
  readonly admittedOn?: CivilDate
  readonly endsOn?: CivilDate
  readonly extendedMonths?: number
  readonly place?: string
  readonly followUntil?: CivilDate
  readonly isArchived?: true
}

/** What somebody wrote down, by the id of the record. */
export type Records = Readonly<Record<string, string>>

/** What is done to a case. */
export type CaseCommand = { readonly expectedVersion: number } & (
  | { readonly action: 'submit'; readonly missing: readonly string[]; readonly isCallOpen: boolean }
  | {
      readonly action: 'complete'
      readonly taskId: string
      readonly result: CaseResult
      readonly reason: string
      readonly records: Records
      /** Verdicts on conditions and exit criteria, as the task asks for them. */
      readonly verdicts: readonly Verdict[]
      /** 0–100 by criterion. */
      readonly marks: Readonly<Record<string, number>>
      readonly place: string
    }
  | { readonly action: 'resubmit'; readonly missing: readonly string[] }
  | { readonly action: 'sign'; readonly side: 'tenant' | 'organisation' }
  | { readonly action: 'withdraw'; readonly reason: string }
  | { readonly action: 'openExit'; readonly reason: string }
  | { readonly action: 'warn' | 'terminate'; readonly violationId: string; readonly reason: string }
  | { readonly action: 'extend'; readonly months: number; readonly reason: string }
  | { readonly action: 'recordService'; readonly serviceId: string; readonly on: CivilDate }
  | { readonly action: 'archive' }
)
export type CaseAction = CaseCommand['action']

/** What a decision is taken under. */
export type CaseSetting = {
  readonly rules: IncubationRules
  /** The day it is. */
  readonly today: CivilDate
  /** Who acts. */
  readonly personId: string
}

/** Every reason for which the rules of incubation say no. Closed: each has words in every language. */
export const CASE_REFUSALS = [
  /** Params: state, version as they stand now. */
  'CASE_VERSION_CONFLICT',
  /** Params: action, state. */
  'CASE_WRONG_STATE',
  /** What was to be done is done already, or its day has not come. */
  'CASE_TASK_NOT_OPEN',
  'CASE_CALL_NOT_OPEN',
  /** The application lacks answers or papers. Params: missing (ids). */
  'CASE_APPLICATION_INCOMPLETE',
  /** It can only be refused: conditions are not met. Params: conditions (ids). */
  'CASE_CONDITION_UNMET',
  /** Nobody has said of these whether they are met. Params: conditions (ids). */
  'CASE_CONDITION_UNDECIDED',
  'CASE_REASON_MISSING',
  /** Params: records (ids). */
  'CASE_RECORD_MISSING',
  /** Not every criterion has a mark from 0 to 100. Params: criteria (ids). */
  'CASE_MARK_MISSING',
  /** Not every expert has given marks. Params: marks, expected. */
  'CASE_PANEL_INCOMPLETE',
  'CASE_PANEL_NOT_CALLED',
  /** The panel's mean is below what passes. Params: mean, passMark. */
  'CASE_PANEL_FAILED',
  'CASE_NOTICE_RUNNING',
  /** Params: n. */
  'CASE_OBJECTION_UNANSWERED',
  /** Whoever had a word in this chain leaves the next to another. */
  'CASE_SAME_HAND',
  'CASE_SIGNED_ALREADY',
  'CASE_AGREEMENT_UNSIGNED',
  'CASE_NO_PLACE_FREE',
  /** The screening takes longer than that. Params: from (the first day). */
  'CASE_ENTRY_TOO_SOON',
  /** The screening has taken longer than it may: the organisation applies anew. Params: until (the last day). */
  'CASE_ENTRY_TOO_LATE',
  'CASE_VIOLATION_UNKNOWN',
  /** One more warning is to be given first. Params: given, needed. */
  'CASE_WARNINGS_MISSING',
  /** Params: most. */
  'CASE_EXTENSION_TOO_LONG',
  'CASE_SERVICE_UNKNOWN',
  'CASE_DAY_INVALID',
  /** Sending back is no answer to this. */
  'CASE_RESULT_UNKNOWN',
] as const
export type CaseRefusalCode = (typeof CASE_REFUSALS)[number]
export type CaseRefusal = {
  readonly code: CaseRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** What becomes of a case. */
export type CaseDecision =
  | {
      readonly ok: true
      readonly change: CaseChange
      /** The task that was done, and how. */
      readonly closes: { readonly taskId: string; readonly result: CaseResult } | null
      readonly opens: readonly TaskPlan[]
      /** Tasks that nobody does any more. */
      readonly cancels: readonly string[]
    }
  | { readonly ok: false; readonly refusal: CaseRefusal }
