import { civilDateOf } from '../calendar/civil-date.ts'
import type { Role } from '../profile/vocabulary.ts'
import { faultsOfTerms } from './terms.ts'
import type { AgreementRules, AgreementSide, AgreementTerms } from './terms.ts'

/** Where an agreement can stand. `signed`: by both, and its first day is yet to come. */
export const AGREEMENT_STATES = ['draft', 'proposed', 'signed', 'inForce', 'ended', 'declined', 'withdrawn'] as const
export type AgreementState = (typeof AGREEMENT_STATES)[number]

/** What people do to an agreement. */
export const AGREEMENT_ACTIONS = ['edit', 'propose', 'sign', 'decline', 'withdraw', 'end', 'pause', 'resume'] as const
export type AgreementAction = (typeof AGREEMENT_ACTIONS)[number]

/** What becomes of an agreement by itself, through the worker. */
export const AGREEMENT_CLOCK_ACTIONS = ['takeEffect', 'lapse', 'pauseItself'] as const
export type AgreementClockAction = (typeof AGREEMENT_CLOCK_ACTIONS)[number]

/** Why a standing agreement accepts nothing for now: the director's word, no free place, or too few of the last referrals accepted. */
export const PAUSE_CAUSES = ['director', 'capacity', 'record'] as const
export type PauseCause = (typeof PAUSE_CAUSES)[number]

/** How the accepting side stands: what its own rule of pausing looks at. */
export type AcceptingHealth = {
  /** Organisations it can take beside those it serves; null where it declared no ceiling. */
  readonly freeCapacity: number | null
  readonly accepted: number
  readonly declined: number
}

/** All that the rules need to know of an agreement. */
export type AgreementFacts = {
  readonly state: AgreementState
  readonly version: number
  readonly terms: AgreementTerms
  readonly signed: Readonly<Record<AgreementSide, boolean>>
  /** Null while it accepts; only a standing agreement in force is ever paused. */
  readonly pausedBy: PauseCause | null
  /** Neither party was merged away or closed. */
  readonly partiesStand: boolean
  /** Asked of standing agreements in force alone; null elsewhere. */
  readonly health: AcceptingHealth | null
}

/** Who acts: a side with its roles, the worker, or anyone else. */
export type AgreementViewer = { readonly side: AgreementSide | 'clock' | 'other'; readonly roles: readonly Role[] }

/** What a decision is taken under. */
export type AgreementSetting = { readonly rules: AgreementRules; readonly viewer: AgreementViewer; readonly now: Date }

/** What is asked to be done. */
export type AgreementCommand = {
  readonly expectedVersion: number
} & (
  | { readonly action: 'edit'; readonly terms: AgreementTerms }
  | { readonly action: 'propose' | 'resume' | AgreementClockAction }
  | { readonly action: 'sign'; readonly signatory: string }
  | { readonly action: 'decline' | 'withdraw' | 'end' | 'pause'; readonly reason: string }
)

/** Every reason for which the rules of agreements say no. */
export const AGREEMENT_REFUSALS = [
  /** Not this side's, or not this role's. */
  'AGREEMENT_NOT_YOURS',
  /** Params: state, version as they stand now. */
  'AGREEMENT_VERSION_CONFLICT',
  /** Params: action, state. */
  'AGREEMENT_WRONG_STATE',
  /** The terms cannot be proposed as they stand. Params: field, fault. */
  'AGREEMENT_TERMS_INVALID',
  /** Its last day has passed. */
  'AGREEMENT_TERM_PAST',
  'AGREEMENT_SIGNED_ALREADY',
  'AGREEMENT_SIGNATORY_MISSING',
  'AGREEMENT_REASON_MISSING',
  'AGREEMENT_PAUSED_ALREADY',
  'AGREEMENT_NOT_PAUSED',
  /** What it paused for still stands. Params: cause. */
  'AGREEMENT_PAUSE_STANDS',
  /** The worker was asked for something that is not due. */
  'AGREEMENT_NOT_DUE',
] as const
export type AgreementRefusalCode = (typeof AGREEMENT_REFUSALS)[number]
export type AgreementRefusal = {
  readonly code: AgreementRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** The answer to a command: what becomes of state and pause. */
export type AgreementDecision =
  | { readonly ok: true; readonly next: AgreementState; readonly pausedBy: PauseCause | null }
  | { readonly ok: false; readonly refusal: AgreementRefusal }

/** What a side may do now, or why not yet. */
export type AvailableAgreementAction =
  | { readonly action: AgreementAction; readonly allowed: true }
  | { readonly action: AgreementAction; readonly allowed: false; readonly refusal: AgreementRefusal }

type By = AgreementSide | 'accepting' | 'clock'
type Row = { readonly from: readonly AgreementState[]; readonly by: readonly By[] }

const bothSides: readonly By[] = ['first', 'second']

/** The machine as one table. Before it is proposed an agreement is the first side's alone. */
export const AGREEMENT_TRANSITIONS: Readonly<Record<AgreementAction | AgreementClockAction, Row>> = {
  edit: { from: ['draft'], by: ['first'] },
  propose: { from: ['draft'], by: ['first'] },
  sign: { from: ['proposed'], by: bothSides },
  decline: { from: ['proposed'], by: ['second'] },
  withdraw: { from: ['draft', 'proposed'], by: ['first'] },
  end: { from: ['signed', 'inForce'], by: bothSides },
  pause: { from: ['inForce'], by: ['accepting'] },
  resume: { from: ['inForce'], by: ['accepting'] },
  takeEffect: { from: ['signed'], by: ['clock'] },
  lapse: { from: ['signed', 'inForce'], by: ['clock'] },
  pauseItself: { from: ['inForce'], by: ['clock'] },
}

const no = (code: AgreementRefusalCode, params: AgreementRefusal['params'] = {}): AgreementRefusal => ({ code, params })

/** Decides a command on an agreement. */
export function decideAgreement(
  facts: AgreementFacts,
  command: AgreementCommand,
  setting: AgreementSetting,
): AgreementDecision {
  const { action } = command
  const denied = checkSide(facts, action, setting.viewer)
  if (denied) return { ok: false, refusal: denied }
  if (command.expectedVersion !== facts.version) {
    const { state, version } = facts
    return { ok: false, refusal: no('AGREEMENT_VERSION_CONFLICT', { state, version }) }
  }
  const refused = checkNow(facts, action, setting) ?? checkCommand(command, setting)
  if (refused) return { ok: false, refusal: refused }
  return { ok: true, next: nextState(facts, action, setting), pausedBy: pauseAfter(facts, action, setting) }
}

/** Refusals of what has no place now at all, unlike what waits for something. */
const outOfPlace: ReadonlySet<AgreementRefusalCode> = new Set([
  'AGREEMENT_WRONG_STATE',
  'AGREEMENT_NOT_PAUSED',
  'AGREEMENT_PAUSED_ALREADY',
  'AGREEMENT_SIGNED_ALREADY',
])

/** Every action on an agreement as its viewer stands to it: what is another side's or another state's is left out. */
export function availableAgreementActions(
  facts: AgreementFacts,
  setting: AgreementSetting,
): AvailableAgreementAction[] {
  return AGREEMENT_ACTIONS.flatMap((action): AvailableAgreementAction[] => {
    if (checkSide(facts, action, setting.viewer)) return []
    const refusal = checkNow(facts, action, setting)
    if (!refusal) return [{ action, allowed: true }]
    return outOfPlace.has(refusal.code) ? [] : [{ action, allowed: false, refusal }]
  })
}

/** What the worker has to do to an agreement at an instant; null when nothing. */
export function agreementDue(
  facts: AgreementFacts,
  { rules, now }: Pick<AgreementSetting, 'rules' | 'now'>,
): AgreementClockAction | null {
  const { state, terms, partiesStand, pausedBy } = facts
  const isSigned = state === 'signed' || state === 'inForce'
  if (isSigned && (terms.until < civilDateOf(now) || !partiesStand)) return 'lapse'
  if (state === 'signed' && terms.from <= civilDateOf(now)) return 'takeEffect'
  return state === 'inForce' && pausedBy === null && pauseCause(facts, rules) !== null ? 'pauseItself' : null
}

/** Why a standing agreement has to pause; null while its accepting side has room and answers well. */
export function pauseCause(
  { terms, health }: Pick<AgreementFacts, 'terms' | 'health'>,
  { standing }: AgreementRules,
): Exclude<PauseCause, 'director'> | null {
  if (terms.standing === null || health === null) return null
  if (health.freeCapacity !== null && health.freeCapacity <= 0) return 'capacity'
  const answered = health.accepted + health.declined
  if (answered < standing.answersBeforeJudged) return null
  return health.accepted / answered < standing.acceptedShareAtLeast ? 'record' : null
}

function checkSide(
  { terms }: AgreementFacts,
  action: AgreementAction | AgreementClockAction,
  { side, roles }: AgreementViewer,
): AgreementRefusal | null {
  const { by } = AGREEMENT_TRANSITIONS[action]
  if (side === 'clock') return by.includes('clock') ? null : no('AGREEMENT_NOT_YOURS')
  const isTheirs = by.some(who => who === side || (who === 'accepting' && terms.standing?.accepting === side))
  return isTheirs && side !== 'other' && roles.includes('director') ? null : no('AGREEMENT_NOT_YOURS')
}

function checkNow(
  facts: AgreementFacts,
  action: AgreementAction | AgreementClockAction,
  setting: AgreementSetting,
): AgreementRefusal | null {
  const { state, terms, signed, pausedBy } = facts
  const { rules, now, viewer } = setting
  if (!AGREEMENT_TRANSITIONS[action].from.includes(state)) return no('AGREEMENT_WRONG_STATE', { action, state })
  switch (action) {
    case 'propose':
      return invalid(terms, rules, now)
    case 'sign':
      if ((viewer.side === 'first' || viewer.side === 'second') && signed[viewer.side])
        return no('AGREEMENT_SIGNED_ALREADY')
      return terms.until < civilDateOf(now) ? no('AGREEMENT_TERM_PAST') : null
    case 'pause':
      return pausedBy !== null ? no('AGREEMENT_PAUSED_ALREADY') : null
    case 'resume':
      return checkResumption(facts, rules)
    case 'takeEffect':
    case 'lapse':
    case 'pauseItself':
      return agreementDue(facts, setting) === action ? null : no('AGREEMENT_NOT_DUE')
    default:
      return null
  }
}

function checkResumption(facts: AgreementFacts, rules: AgreementRules): AgreementRefusal | null {
  if (facts.pausedBy === null) return no('AGREEMENT_NOT_PAUSED')
  const cause = pauseCause(facts, rules)
  return cause === null ? null : no('AGREEMENT_PAUSE_STANDS', { cause })
}

function invalid(terms: AgreementTerms, rules: AgreementRules, now: Date): AgreementRefusal | null {
  const [fault] = faultsOfTerms(terms, rules, now)
  return fault ? no('AGREEMENT_TERMS_INVALID', { field: fault.field, fault: fault.code }) : null
}

function checkCommand(command: AgreementCommand, { rules, now }: AgreementSetting): AgreementRefusal | null {
  switch (command.action) {
    case 'edit':
      return invalid(command.terms, rules, now)
    case 'sign':
      return command.signatory === '' ? no('AGREEMENT_SIGNATORY_MISSING') : null
    case 'decline':
    case 'withdraw':
    case 'end':
    case 'pause':
      return command.reason === '' ? no('AGREEMENT_REASON_MISSING') : null
    default:
      return null
  }
}

function nextState(
  { state, terms, signed }: AgreementFacts,
  action: AgreementAction | AgreementClockAction,
  { viewer, now }: AgreementSetting,
): AgreementState {
  switch (action) {
    case 'propose':
      return 'proposed'
    case 'sign': {
      const other = viewer.side === 'first' ? signed.second : signed.first
      if (!other) return 'proposed'
      return terms.from <= civilDateOf(now) ? 'inForce' : 'signed'
    }
    case 'decline':
      return 'declined'
    case 'withdraw':
      return 'withdrawn'
    case 'end':
    case 'lapse':
      return 'ended'
    case 'takeEffect':
      return 'inForce'
    default:
      return state
  }
}

function pauseAfter(
  facts: AgreementFacts,
  action: AgreementAction | AgreementClockAction,
  { rules }: AgreementSetting,
): PauseCause | null {
  if (action === 'pause') return 'director'
  if (action === 'pauseItself') return pauseCause(facts, rules)
  const isOver = action === 'end' || action === 'lapse'
  return action === 'resume' || isOver ? null : facts.pausedBy
}
