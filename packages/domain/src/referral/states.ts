import type { Profile } from '../profile/profile-schema.ts'

/** Where a referral can stand. */
export const REFERRAL_STATES = [
  'draft',
  'awaitingConsent',
  'awaitingApproval',
  'submitted',
  'acknowledged',
  'accepted',
  'active',
  'outcomeReported',
  'closed',
  'declined',
  'withdrawn',
] as const
export type ReferralState = (typeof REFERRAL_STATES)[number]

/** What people do to a referral. */
export const REFERRAL_ACTIONS = [
  'create',
  'edit',
  'requestConsent',
  'signConsent',
  'refuseConsent',
  'approve',
  'sendBack',
  'acknowledge',
  'accept',
  'decline',
  'withdraw',
  'begin',
  'progress',
  'reportOutcome',
  'confirmClosure',
  'discard',
] as const
export type ReferralAction = (typeof REFERRAL_ACTIONS)[number]

/** What the clock does to a referral, through the worker. */
export const CLOCK_ACTIONS = ['remind', 'escalate', 'lapseConsent', 'dropDraft', 'closeUnconfirmed'] as const
export type ClockAction = (typeof CLOCK_ACTIONS)[number]

/** A deadline of the profile. */
export type DeadlineRule = keyof Profile['referral']['deadlines']

/** Whose turn it is. */
export type Holder = 'sender' | 'target' | 'organisation'

/** What a state is: whose turn, which deadline runs, and the stretch of the path it lies on. */
export type StateFacts = {
  readonly holder: Holder | null
  readonly deadline: DeadlineRule | null
  readonly stretch: 'beforeSubmission' | 'undecided' | 'running' | 'reported' | 'closed' | 'ended'
}

/** The states one by one. Every state that is not an end has a holder and a deadline. */
export const STATE_FACTS: Readonly<Record<ReferralState, StateFacts>> = {
  draft: { holder: 'sender', deadline: 'draft', stretch: 'beforeSubmission' },
  awaitingConsent: { holder: 'organisation', deadline: 'consent', stretch: 'beforeSubmission' },
  awaitingApproval: { holder: 'sender', deadline: 'approval', stretch: 'beforeSubmission' },
  submitted: { holder: 'target', deadline: 'acknowledge', stretch: 'undecided' },
  acknowledged: { holder: 'target', deadline: 'decide', stretch: 'undecided' },
  accepted: { holder: 'target', deadline: 'firstContact', stretch: 'running' },
  active: { holder: 'target', deadline: 'progress', stretch: 'running' },
  outcomeReported: { holder: 'sender', deadline: 'confirm', stretch: 'reported' },
  closed: { holder: null, deadline: null, stretch: 'closed' },
  declined: { holder: null, deadline: null, stretch: 'ended' },
  withdrawn: { holder: null, deadline: null, stretch: 'ended' },
}

/** Whether a referral in this state still waits for someone. */
export function isOpen(state: ReferralState): boolean {
  return STATE_FACTS[state].holder !== null
}

/** States in which a referral waits for someone. */
export const OPEN_STATES: readonly ReferralState[] = REFERRAL_STATES.filter(isOpen)

/** States in which the target has the referral: another to the same target, or another hand-over, is refused. */
export const SENT_STATES: readonly ReferralState[] = OPEN_STATES.filter(
  state => STATE_FACTS[state].stretch !== 'beforeSubmission',
)
