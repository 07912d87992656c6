import type { Role } from '../profile/vocabulary.ts'
import type { ReferralFacts, ReferralRelation, ReferralRules } from './facts.ts'
import {
  atDesk,
  consentHolds,
  custodyStands,
  keptByTarget,
  mayAskConsent,
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
import { HELD_STATES, SENT_STATES, STATE_FACTS } from './states.ts'
import type { ClockAction, ReferralAction, ReferralState } from './states.ts'

/** What a transition brings about besides the state, for the caller to write in the same transaction. */
export type ReferralEffect =
  /** Direction and the lowest common superior's desk are computed from the tree and kept. */
  | 'freezeDirection'
  /** The consented sections as they are now, immutable, with their digest. */
  | 'sealSnapshot'
  /** The consent is signed. */
  | 'recordConsent'
  /** A consent that was asked or signed serves no longer; sending anew asks anew. */
  | 'setAsideConsent'
  /** The target reads the consented sections until the consented end. */
  | 'openGrant'
  /** The target is the organisation's custodian from here on. */
  | 'moveCustody'
  /** The target's sight ends. */
  | 'endGrant'
  /** Of this referral and of those that hang on it, every sight ends; the consent is revoked. */
  | 'revokeConsent'
  /** The target reads the consented sections again, until the day that was named. */
  | 'reopenGrant'
  /** The organisation is in the sender's custody again. */
  | 'returnCustody'
  /** Another referral of the chain is drafted in this one's stead, with what this one asked for. */
  | 'draftSuccessor'
  /** The draft is removed; it has never left its sender. */
  | 'removeDraft'

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

type Row = Omit<Transition, 'action' | 'guards' | 'clock'> & Partial<Pick<Transition, 'guards' | 'clock'>>

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

const ROWS: Readonly<Record<ReferralAction | ClockAction, Row>> = {
  create: { from: [], to: ['draft'], by: [senderStaff] },
  edit: { from: ['draft'], to: ['stays'], by: [senderStaff], clock: 'keep' },
  discard: { from: ['draft'], to: ['removed'], by: [senderStaff], guards: [notAssigned] },
  requestConsent: { from: ['draft'], to: ['awaitingConsent'], by: [senderStaff], guards: mayAskConsent },
  signConsent: {
    from: ['awaitingConsent'],
    to: ['awaitingApproval', 'submitted', 'dispatched'],
    by: [organisation, senderStaff],
  },
  refuseConsent: { from: ['awaitingConsent'], to: ['draft', 'withdrawn'], by: [organisation] },
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
  },
  begin: { from: ['accepted'], to: ['active'], by: [targetStaff] },
  progress: { from: ['active'], to: ['stays'], by: [targetStaff] },
  hold: { from: ['active'], to: ['onHold'], by: [targetStaff] },
  resume: { from: ['onHold'], to: ['active'], by: [targetStaff] },
  requestReturn: {
    from: serving,
    to: ['returnRequested'],
    by: [targetDirector],
    guards: [withinNetwork, keptByTarget],
  },
  acceptReturn: {
    from: ['returnRequested'],
    to: ['returned'],
    by: [senderDirector, deskDirector],
    guards: [returnIsYours, keptByTarget],
  },
  refuseReturn: {
    from: ['returnRequested'],
    to: ['active', 'accepted'],
    by: [senderDirector, deskDirector],
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
  dispute: { from: reported, to: ['disputed'], by: [senderDirector, organisation], guards: [withinNetwork] },
  rule: { from: ['disputed'], to: ['closed', 'active'], by: [deskDirector] },
  reopen: { from: ['closed'], to: ['active'], by: [senderDirector, targetDirector], guards: mayReopen },
  reroute: { from: ['declined', 'returned'], to: ['stays'], by: [senderStaff], guards: mayReroute, clock: 'stop' },
  assign: {
    from: ['declined', 'expired'],
    to: ['stays'],
    by: [deskStaff],
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
  lapseConsent: { from: ['awaitingConsent'], to: ['draft', 'withdrawn'], by: [clock] },
  dropDraft: { from: ['draft'], to: ['removed'], by: [clock] },
  lapseInformation: { from: ['informationRequested'], to: ['acknowledged'], by: [clock] },
  expire: { from: ['submitted', 'dispatched', 'acknowledged', 'waitlisted'], to: ['expired'], by: [clock] },
  letRest: { from: ['declined'], to: ['stays'], by: [clock], clock: 'stop' },
  closeUnconfirmed: { from: reported, to: ['closed'], by: [clock] },
}

/** The machine as one table: decisions, the actions offered on a page and the diagram all come from it. */
export const TRANSITIONS: Readonly<Record<ReferralAction | ClockAction, Transition>> = Object.fromEntries(
  Object.entries(ROWS).map(([action, row]) => [action, { guards: [], clock: 'set', ...row, action }]),
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
const unconsented: Choice = ({ kind }) => (kind === 'dispatch' ? 'withdrawn' : 'draft')

/** Actions that lead to one state or another. */
const choices: Partial<Record<ReferralAction | ClockAction, Choice>> = {
  signConsent: ({ kind }, { approvalRequired }) => {
    if (kind === 'dispatch') return 'dispatched'
    return approvalRequired ? 'awaitingApproval' : 'submitted'
  },
  refuseConsent: unconsented,
  lapseConsent: unconsented,
  confirmClosure: ({ confirmed, state }) => (confirmed.sender || confirmed.organisation ? 'closed' : state),
  refuseReturn: ({ history }) => (history.stateBeforeReturn === 'accepted' ? 'accepted' : 'active'),
  rule: (_from, _rules, ruling) => (ruling === 'redo' ? 'active' : 'closed'),
}

/** Whether a transition is the one that first brings the referral before its target. */
export function reachesTarget(from: ReferralState, next: ReferralState | null): boolean {
  return (
    next !== null && STATE_FACTS[from].stretch === 'beforeSubmission' && (next === 'submitted' || next === 'dispatched')
  )
}

const simpleEffects: Partial<Record<ReferralAction | ClockAction, readonly ReferralEffect[]>> = {
  signConsent: ['recordConsent'],
  withdraw: ['setAsideConsent'],
  confirmVoid: ['setAsideConsent'],
  revokeConsent: ['revokeConsent'],
  reopen: ['reopenGrant'],
  reroute: ['draftSuccessor'],
  assign: ['draftSuccessor'],
}

/** The effects of a permitted action. */
export function effectsOf(
  action: ReferralAction | ClockAction,
  facts: ReferralFacts,
  next: ReferralState | null,
): readonly ReferralEffect[] {
  if (next === null) return ['removeDraft']
  const effects: ReferralEffect[] = [...(simpleEffects[action] ?? [])]
  const isHandOver = facts.mode === 'handOver'
  if (action === 'refuseConsent' || action === 'lapseConsent' || action === 'sendBack') effects.push('setAsideConsent')
  if (reachesTarget(facts.state, next)) effects.push('freezeDirection', 'sealSnapshot')
  if (action === 'accept') effects.push('openGrant', ...(isHandOver ? (['moveCustody'] as const) : []))
  if (next !== facts.state && (next === 'closed' || next === 'returned')) effects.push('endGrant')
  if (action === 'acceptReturn' && isHandOver) effects.push('returnCustody')
  return effects
}
