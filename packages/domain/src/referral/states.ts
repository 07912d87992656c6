import type { Profile } from '../profile/profile-schema.ts'

/** Where a referral can stand. */
export const REFERRAL_STATES = [
  'draft',
  'awaitingConsent',
  'awaitingApproval',
  'submitted',
  'dispatched',
  'acknowledged',
  'informationRequested',
  'waitlisted',
  'accepted',
  'active',
  'onHold',
  'returnRequested',
  'outcomeReported',
  'failed',
  'disputed',
  'closed',
  'returned',
  'declined',
  'withdrawn',
  'expired',
  'consentRevoked',
  'voided',
] as const
export type ReferralState = (typeof REFERRAL_STATES)[number]

/** What people do to a referral. */
export const REFERRAL_ACTIONS = [
  'create',
  'edit',
  'requestConsent',
  'sendForApproval',
  'signConsent',
  'refuseConsent',
  'approve',
  'sendBack',
  'acknowledge',
  'requestInformation',
  'answerInformation',
  'requestFurtherConsent',
  'signFurtherConsent',
  'refuseFurtherConsent',
  'waitlist',
  'keepWaiting',
  'accept',
  'decline',
  'withdraw',
  'revokeConsent',
  'begin',
  'progress',
  'hold',
  'resume',
  'requestReturn',
  'acceptReturn',
  'refuseReturn',
  'reportOutcome',
  'reportFailure',
  'confirmClosure',
  'dispute',
  'rule',
  'reopen',
  'reroute',
  'assign',
  'dispatch',
  'object',
  'settle',
  'proposeVoid',
  'cancelVoid',
  'confirmVoid',
  'discard',
] as const
export type ReferralAction = (typeof REFERRAL_ACTIONS)[number]

/** What the clock does to a referral, through the worker. */
export const CLOCK_ACTIONS = [
  'remind',
  'escalate',
  'lapseConsent',
  'dropDraft',
  'lapseInformation',
  'expire',
  'letRest',
  'closeUnconfirmed',
] as const
export type ClockAction = (typeof CLOCK_ACTIONS)[number]

/** A deadline of the profile. */
export type DeadlineRule = keyof Profile['referral']['deadlines']

/** Whose turn it is. `desk`: the lowest common superior's. */
export type Holder = 'sender' | 'target' | 'organisation' | 'desk'

/** The stretches of the path, from the first draft to the ends. `atDesk`: it has failed and waits for the common superior's word. */
export const STRETCHES = [
  'beforeSubmission',
  'undecided',
  'running',
  'reported',
  'disputed',
  'closed',
  'ended',
  'atDesk',
  'voided',
] as const
export type Stretch = (typeof STRETCHES)[number]

/**
 * What a state is: whose turn, which deadline runs, and the stretch of the path it lies on. Of the ends, those that can be taken up again keep a
 * holder for as long as somebody owes an answer.
 */
export type StateFacts = {
  readonly holder: Holder | null
  readonly deadline: DeadlineRule | null
  readonly stretch: Stretch
}

/** The states one by one. Every state that is not an end has a holder and a deadline. */
export const STATE_FACTS: Readonly<Record<ReferralState, StateFacts>> = {
  draft: { holder: 'sender', deadline: 'draft', stretch: 'beforeSubmission' },
  awaitingConsent: { holder: 'organisation', deadline: 'consent', stretch: 'beforeSubmission' },
  awaitingApproval: { holder: 'sender', deadline: 'approval', stretch: 'beforeSubmission' },
  submitted: { holder: 'target', deadline: 'acknowledge', stretch: 'undecided' },
  dispatched: { holder: 'target', deadline: 'dispatched', stretch: 'undecided' },
  acknowledged: { holder: 'target', deadline: 'decide', stretch: 'undecided' },
  informationRequested: { holder: 'sender', deadline: 'information', stretch: 'undecided' },
  waitlisted: { holder: 'target', deadline: 'waitlist', stretch: 'undecided' },
  accepted: { holder: 'target', deadline: 'firstContact', stretch: 'running' },
  active: { holder: 'target', deadline: 'progress', stretch: 'running' },
  onHold: { holder: 'target', deadline: 'hold', stretch: 'running' },
  returnRequested: { holder: 'sender', deadline: 'returnDecision', stretch: 'running' },
  outcomeReported: { holder: 'sender', deadline: 'confirm', stretch: 'reported' },
  failed: { holder: 'sender', deadline: 'confirm', stretch: 'reported' },
  disputed: { holder: 'desk', deadline: 'ruling', stretch: 'disputed' },
  closed: { holder: null, deadline: null, stretch: 'closed' },
  returned: { holder: null, deadline: null, stretch: 'closed' },
  declined: { holder: 'sender', deadline: 'reroute', stretch: 'ended' },
  withdrawn: { holder: null, deadline: null, stretch: 'ended' },
  expired: { holder: 'desk', deadline: 'dispatch', stretch: 'atDesk' },
  consentRevoked: { holder: null, deadline: null, stretch: 'ended' },
  voided: { holder: null, deadline: null, stretch: 'voided' },
}

const ENDS: readonly Stretch[] = ['closed', 'ended', 'atDesk', 'voided']

/** Whether a referral in this state is under way: not declined, expired, withdrawn, revoked, returned, voided or closed. */
export function isOpen(state: ReferralState): boolean {
  return !ENDS.includes(STATE_FACTS[state].stretch)
}

/** States in which a referral is under way. */
export const OPEN_STATES: readonly ReferralState[] = REFERRAL_STATES.filter(isOpen)

/** States in which the target has the referral: another to the same target, or another hand-over, is refused. */
export const SENT_STATES: readonly ReferralState[] = OPEN_STATES.filter(
  state => STATE_FACTS[state].stretch !== 'beforeSubmission',
)

/** States in which the target has not yet decided. */
export const UNDECIDED_STATES: readonly ReferralState[] = REFERRAL_STATES.filter(
  state => STATE_FACTS[state].stretch === 'undecided',
)

/** States in which the target serves, and a stand-in's sight opens with a consent of its own. */
export const RUNNING_STATES: readonly ReferralState[] = REFERRAL_STATES.filter(
  state => STATE_FACTS[state].stretch === 'running',
)

/** States in which somebody owes the referral an answer: the open ones, and ends that wait to be taken up again. */
export const HELD_STATES: readonly ReferralState[] = REFERRAL_STATES.filter(state => STATE_FACTS[state].holder !== null)
