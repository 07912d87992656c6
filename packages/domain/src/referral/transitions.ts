import type { Role } from '../profile/vocabulary.ts'
import type { ReferralFacts, ReferralRelation, ReferralRules } from './facts.ts'
import { consentHolds, custodyStands, mayAskConsent, maySubmit, notConfirmedYet } from './guards.ts'
import type { FactGuard } from './guards.ts'
import { OPEN_STATES, SENT_STATES } from './states.ts'
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
  /** `set`: the deadline of the next state begins now; `keep`: the present one runs on. */
  readonly clock: 'set' | 'keep'
}

const STAFF: readonly Role[] = ['director', 'caseWorker', 'referralDesk']
const senderStaff: Permission = { relation: 'sender', roles: STAFF }
const senderDirector: Permission = { relation: 'sender', roles: ['director'] }
const targetStaff: Permission = { relation: 'target', roles: STAFF }
const targetDirector: Permission = { relation: 'target', roles: ['director'] }
const organisation: Permission = { relation: 'organisation', roles: ['organisation'] }
const clock: Permission = { relation: 'clock', roles: [] }

type Row = Omit<Transition, 'action' | 'guards' | 'clock'> & Partial<Pick<Transition, 'guards' | 'clock'>>

const ROWS: Readonly<Record<ReferralAction | ClockAction, Row>> = {
  create: { from: [], to: ['draft'], by: [senderStaff] },
  edit: { from: ['draft'], to: ['stays'], by: [senderStaff], clock: 'keep' },
  discard: { from: ['draft'], to: ['removed'], by: [senderStaff] },
  requestConsent: { from: ['draft'], to: ['awaitingConsent'], by: [senderStaff], guards: mayAskConsent },
  signConsent: {
    from: ['awaitingConsent'],
    to: ['awaitingApproval', 'submitted'],
    by: [organisation, senderStaff],
  },
  refuseConsent: { from: ['awaitingConsent'], to: ['draft'], by: [organisation] },
  approve: { from: ['awaitingApproval'], to: ['submitted'], by: [senderDirector], guards: maySubmit },
  sendBack: { from: ['awaitingApproval'], to: ['draft'], by: [senderDirector] },
  acknowledge: { from: ['submitted'], to: ['acknowledged'], by: [targetStaff] },
  accept: {
    from: ['acknowledged'],
    to: ['accepted'],
    by: [targetDirector],
    guards: [consentHolds, custodyStands],
  },
  decline: { from: ['acknowledged'], to: ['declined'], by: [targetDirector] },
  withdraw: {
    from: ['awaitingConsent', 'awaitingApproval', 'submitted', 'acknowledged'],
    to: ['withdrawn'],
    by: [senderDirector, organisation],
  },
  begin: { from: ['accepted'], to: ['active'], by: [targetStaff] },
  progress: { from: ['active'], to: ['stays'], by: [targetStaff] },
  reportOutcome: { from: ['active'], to: ['outcomeReported'], by: [targetDirector] },
  confirmClosure: {
    from: ['outcomeReported'],
    to: ['closed', 'stays'],
    by: [senderDirector, organisation],
    guards: [notConfirmedYet],
  },
  remind: { from: OPEN_STATES, to: ['stays'], by: [clock], clock: 'keep' },
  escalate: { from: SENT_STATES, to: ['stays'], by: [clock], clock: 'keep' },
  lapseConsent: { from: ['awaitingConsent'], to: ['draft'], by: [clock] },
  dropDraft: { from: ['draft'], to: ['removed'], by: [clock] },
  closeUnconfirmed: { from: ['outcomeReported'], to: ['closed'], by: [clock] },
}

/** The machine as one table: decisions, the actions offered on a page and the diagram all come from it. */
export const TRANSITIONS: Readonly<Record<ReferralAction | ClockAction, Transition>> = Object.fromEntries(
  Object.entries(ROWS).map(([action, row]) => [action, { guards: [], clock: 'set', ...row, action }]),
) as unknown as Record<ReferralAction | ClockAction, Transition>

/** The state that a permitted action leads to; null when the draft is removed. */
export function nextState(
  { action, from }: { action: ReferralAction | ClockAction; from: ReferralFacts },
  rules: ReferralRules,
): ReferralState | null {
  if (action === 'signConsent') return rules.approvalRequired ? 'awaitingApproval' : 'submitted'
  if (action === 'confirmClosure') {
    return from.confirmed.sender || from.confirmed.organisation ? 'closed' : from.state
  }
  const [to] = TRANSITIONS[action].to
  if (to === 'removed' || to === undefined) return null
  return to === 'stays' ? from.state : to
}

/** The effects of a permitted action. */
export function effectsOf(
  action: ReferralAction | ClockAction,
  facts: ReferralFacts,
  next: ReferralState | null,
): readonly ReferralEffect[] {
  if (next === null) return ['removeDraft']
  const effects: ReferralEffect[] = []
  if (action === 'signConsent') effects.push('recordConsent')
  if (next === 'draft' && facts.state !== 'draft') effects.push('setAsideConsent')
  if (action === 'withdraw') effects.push('setAsideConsent')
  if (next === 'submitted' && facts.state !== 'submitted') effects.push('freezeDirection', 'sealSnapshot')
  if (action === 'accept') effects.push('openGrant', ...(facts.mode === 'handOver' ? (['moveCustody'] as const) : []))
  if (next === 'closed') effects.push('endGrant')
  return effects
}
