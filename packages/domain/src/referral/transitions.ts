import type { Role } from '../profile/vocabulary.ts'
import type { ReferralFacts, ReferralRelation, ReferralRules } from './facts.ts'
import {
  atDesk,
  consentHolds,
  custodyStands,
  furtherAsked,
  keptByTarget,
  mayAskConsent,
  mayAskFurther,
  mayDispatch,
  mayReopen,
  mayReroute,
  maySubmit,
  neverAccepted,
  notAssigned,
  notConfirmedYet,
  notDispatched,
  notObjectedYet,
  ofSendingNetwork,
  owesAnswer,
  returnIsYours,
  roundsLeft,
  voidProposedByAnother,
  voidProposed,
  voidUnproposed,
  withinNetwork,
} from './guards.ts'
import type { FactGuard } from './guards.ts'
import { KIND_FACTS, NAMED_KINDS, NAMELESS_KINDS, REFERRAL_KINDS } from './kinds.ts'
import type { ReferralKind } from './kinds.ts'
import { HELD_STATES, SENT_STATES, STATE_FACTS } from './states.ts'
import type { ClockAction, ReferralAction, ReferralState } from './states.ts'

/** Who may do something: a relation, with one of the roles. No roles: the relation suffices. */
export type Permission = { readonly relation: ReferralRelation; readonly roles: readonly Role[] }

/** One row of the machine's table. */
export type Transition = {
  readonly action: ReferralAction | ClockAction
  /** Empty: it makes a new referral. */
  readonly from: readonly ReferralState[]
  /** Where it can lead, the usual first; `removed` for a draft that goes. */
  readonly to: readonly (ReferralState | 'stays' | 'removed')[]
  readonly by: readonly Permission[]
  /** The kinds of referral that it is done to. */
  readonly kinds: readonly ReferralKind[]
  readonly guards: readonly FactGuard[]
  /** `set`: the deadline of the next state begins now; `keep`: the present one runs on; `stop`: nobody owes anything more. */
  readonly clock: 'set' | 'keep' | 'stop'
}

const STAFF: readonly Role[] = ['director', 'caseWorker', 'referralDesk']
const senderStaff: Permission = { relation: 'sender', roles: STAFF }
const senderDirector: Permission = { relation: 'sender', roles: ['director'] }
const targetStaff: Permission = { relation: 'target', roles: STAFF }
const targetDirector: Permission = { relation: 'target', roles: ['director'] }
const senderAdministrator: Permission = { relation: 'sender', roles: ['tenantAdmin'] }
const deskStaff: Permission = { relation: 'commonSuperior', roles: ['director', 'referralDesk'] }
const deskDirector: Permission = { relation: 'commonSuperior', roles: ['director'] }
const organisation: Permission = { relation: 'organisation', roles: ['organisation'] }
const clock: Permission = { relation: 'clock', roles: [] }

type Row = Omit<Transition, 'action' | 'kinds' | 'guards' | 'clock'> &
  Partial<Pick<Transition, 'kinds' | 'guards' | 'clock'>>

const undecided: readonly ReferralState[] = [
  'submitted',
  'dispatched',
  'acknowledged',
  'informationRequested',
  'waitlisted',
]
const reported: readonly ReferralState[] = ['outcomeReported', 'failed']
const serving: readonly ReferralState[] = ['accepted', 'active', 'onHold']
const neverTaken: readonly ReferralState[] = [
  'awaitingConsent',
  'awaitingApproval',
  ...undecided,
  'declined',
  'withdrawn',
  'expired',
  'consentRevoked',
]

/** What is done while a question is open: its term runs on. */
const ofQuestion = {
  ...{ from: ['informationRequested'], to: ['stays'], kinds: NAMED_KINDS, clock: 'keep' },
} as const satisfies Omit<Row, 'by'>

const ROWS: Readonly<Record<ReferralAction | ClockAction, Row>> = {
  create: { from: [], to: ['draft'], by: [senderStaff] },
  edit: { from: ['draft'], to: ['stays'], by: [senderStaff], clock: 'keep' },
  discard: { from: ['draft'], to: ['removed'], by: [senderStaff], guards: [notAssigned] },
  requestConsent: {
    from: ['draft'],
    to: ['awaitingConsent'],
    by: [senderStaff],
    kinds: NAMED_KINDS,
    guards: mayAskConsent,
  },
  sendForApproval: {
    from: ['draft'],
    to: ['awaitingApproval', 'submitted'],
    by: [senderStaff],
    kinds: NAMELESS_KINDS,
    guards: mayAskConsent,
  },
  signConsent: {
    from: ['awaitingConsent'],
    to: ['awaitingApproval', 'submitted', 'dispatched'],
    by: [organisation, senderStaff],
    kinds: NAMED_KINDS,
  },
  refuseConsent: {
    from: ['awaitingConsent'],
    to: ['draft', 'withdrawn'],
    by: [organisation],
    kinds: NAMED_KINDS,
  },
  approve: { from: ['awaitingApproval'], to: ['submitted'], by: [senderDirector], guards: maySubmit },
  sendBack: { from: ['awaitingApproval'], to: ['draft'], by: [senderDirector] },
  acknowledge: { from: ['submitted', 'dispatched'], to: ['acknowledged'], by: [targetStaff] },
  requestInformation: {
    from: ['acknowledged'],
    to: ['informationRequested'],
    by: [targetStaff],
    guards: [roundsLeft],
  },
  answerInformation: { from: ['informationRequested'], to: ['acknowledged'], by: [senderStaff] },
  requestFurtherConsent: { ...ofQuestion, by: [senderStaff], guards: mayAskFurther },
  signFurtherConsent: { ...ofQuestion, by: [organisation, senderStaff], guards: [furtherAsked] },
  refuseFurtherConsent: { ...ofQuestion, by: [organisation], guards: [furtherAsked] },
  waitlist: { from: ['acknowledged'], to: ['waitlisted'], by: [targetDirector] },
  keepWaiting: { from: ['waitlisted'], to: ['stays'], by: [targetDirector] },
  accept: {
    from: ['acknowledged', 'waitlisted'],
    to: ['accepted'],
    by: [targetDirector],
    guards: [consentHolds, custodyStands],
  },
  decline: {
    from: ['acknowledged', 'waitlisted'],
    to: ['declined'],
    by: [targetDirector],
    guards: [notDispatched],
  },
  withdraw: {
    from: ['awaitingConsent', 'awaitingApproval', ...undecided],
    to: ['withdrawn'],
    by: [senderDirector, organisation],
  },
  revokeConsent: {
    from: ['awaitingApproval', ...SENT_STATES],
    to: ['consentRevoked'],
    by: [organisation, senderStaff],
    kinds: NAMED_KINDS,
  },
  begin: { from: ['accepted'], to: ['active'], by: [targetStaff] },
  progress: { from: ['active'], to: ['stays'], by: [targetStaff] },
  hold: { from: ['active'], to: ['onHold'], by: [targetStaff] },
  resume: { from: ['onHold'], to: ['active'], by: [targetStaff] },
  requestReturn: {
    from: serving,
    to: ['returnRequested'],
    by: [targetDirector],
    kinds: NAMED_KINDS,
    guards: [withinNetwork, keptByTarget],
  },
  acceptReturn: {
    from: ['returnRequested'],
    to: ['returned'],
    by: [senderDirector, deskDirector],
    kinds: NAMED_KINDS,
    guards: [returnIsYours, keptByTarget],
  },
  refuseReturn: {
    from: ['returnRequested'],
    to: ['active', 'accepted'],
    by: [senderDirector, deskDirector],
    kinds: NAMED_KINDS,
    guards: [returnIsYours],
  },
  reportOutcome: { from: ['active'], to: ['outcomeReported'], by: [targetDirector] },
  reportFailure: { from: serving, to: ['failed'], by: [targetDirector] },
  confirmClosure: {
    from: reported,
    to: ['closed', 'stays'],
    by: [senderDirector, organisation],
    guards: [notConfirmedYet],
  },
  dispute: {
    from: reported,
    to: ['disputed'],
    by: [senderDirector, organisation],
    kinds: NAMED_KINDS,
    guards: [withinNetwork],
  },
  rule: { from: ['disputed'], to: ['closed', 'active'], by: [deskDirector], kinds: NAMED_KINDS },
  reopen: {
    from: ['closed'],
    to: ['active'],
    by: [senderDirector, targetDirector],
    kinds: NAMED_KINDS,
    guards: mayReopen,
  },
  reroute: { from: ['declined', 'returned'], to: ['stays'], by: [senderStaff], guards: mayReroute, clock: 'stop' },
  assign: {
    from: ['declined', 'expired'],
    to: ['stays'],
    by: [deskStaff],
    kinds: NAMED_KINDS,
    guards: [ofSendingNetwork, atDesk],
    clock: 'stop',
  },
  dispatch: { from: ['expired'], to: ['dispatched'], by: [deskStaff], guards: mayDispatch },
  object: { from: ['dispatched'], to: ['expired'], by: [targetDirector], guards: [notObjectedYet] },
  settle: {
    from: ['declined', 'expired'],
    to: ['stays'],
    by: [senderStaff, deskStaff],
    guards: [ofSendingNetwork, owesAnswer],
    clock: 'stop',
  },
  proposeVoid: {
    from: neverTaken,
    to: ['stays'],
    by: [senderAdministrator],
    guards: [neverAccepted, voidUnproposed],
    clock: 'keep',
  },
  cancelVoid: {
    from: neverTaken,
    to: ['stays'],
    by: [senderAdministrator, senderDirector],
    guards: [voidProposed],
    clock: 'keep',
  },
  confirmVoid: {
    from: neverTaken,
    to: ['voided'],
    by: [senderDirector],
    guards: [neverAccepted, voidProposed, voidProposedByAnother],
  },
  remind: { from: HELD_STATES, to: ['stays'], by: [clock], clock: 'keep' },
  escalate: { from: SENT_STATES, to: ['stays'], by: [clock], clock: 'keep' },
  lapseConsent: { from: ['awaitingConsent'], to: ['draft', 'withdrawn'], by: [clock], kinds: NAMED_KINDS },
  dropDraft: { from: ['draft'], to: ['removed'], by: [clock] },
  lapseInformation: { from: ['informationRequested'], to: ['acknowledged'], by: [clock] },
  expire: { from: ['submitted', 'dispatched', 'acknowledged', 'waitlisted'], to: ['expired'], by: [clock] },
  letRest: { from: ['declined'], to: ['stays'], by: [clock], clock: 'stop' },
  closeUnconfirmed: { from: reported, to: ['closed'], by: [clock] },
}

/** The machine as one table: decisions, the actions offered on a page and the diagram all come from it. */
export const TRANSITIONS: Readonly<Record<ReferralAction | ClockAction, Transition>> = Object.fromEntries(
  Object.entries(ROWS).map(([action, row]) => [
    action,
    { kinds: REFERRAL_KINDS, guards: [], clock: 'set', ...row, action },
  ]),
) as unknown as Record<ReferralAction | ClockAction, Transition>

/** The state that a permitted command leads to; null when the draft is removed. */
export function nextState(
  { action, from, ruling }: { action: ReferralAction | ClockAction; from: ReferralFacts; ruling?: 'stands' | 'redo' },
  rules: ReferralRules,
): ReferralState | null {
  const chosen = choices[action]
  if (chosen) return chosen(from, rules, ruling)
  const [to] = TRANSITIONS[action].to
  if (to === 'removed' || to === undefined) return null
  return to === 'stays' ? from.state : to
}

type Choice = (from: ReferralFacts, rules: ReferralRules, ruling: 'stands' | 'redo' | undefined) => ReferralState

// What a superior assigned is not the sender's to send elsewhere.
const unconsented: Choice = ({ kind }) => (KIND_FACTS[kind].isAssigned ? 'withdrawn' : 'draft')
// Where a director approves, it waits for that word.
const sent: Choice = (_from, { approvalRequired }) => (approvalRequired ? 'awaitingApproval' : 'submitted')

/** Actions that lead to one state or another. */
const choices: Partial<Record<ReferralAction | ClockAction, Choice>> = {
  signConsent: (from, rules, ruling) => (KIND_FACTS[from.kind].isAssigned ? 'dispatched' : sent(from, rules, ruling)),
  sendForApproval: sent,
  refuseConsent: unconsented,
  lapseConsent: unconsented,
  // Both sides confirm; where no organisation is named, the sender alone.
  confirmClosure: ({ kind, confirmed, state }) =>
    confirmed.sender || confirmed.organisation || !KIND_FACTS[kind].namesOrganisation ? 'closed' : state,
  refuseReturn: ({ history }) => (history.stateBeforeReturn === 'accepted' ? 'accepted' : 'active'),
  rule: (_from, _rules, ruling) => (ruling === 'redo' ? 'active' : 'closed'),
}

/** Whether a transition is the one that first brings the referral before its target. */
export function reachesTarget(from: ReferralState, next: ReferralState | null): boolean {
  return (
    next !== null && STATE_FACTS[from].stretch === 'beforeSubmission' && (next === 'submitted' || next === 'dispatched')
  )
}
