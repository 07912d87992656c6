import type { Role } from '../profile/vocabulary.ts'

/** What an assignment comes from: a resolution of the joint meeting, or a superior's own supervision. */
export const ASSIGNMENT_ORIGINS = ['resolution', 'supervision'] as const
export type AssignmentOrigin = (typeof ASSIGNMENT_ORIGINS)[number]

/** `duty`: to be done by a date and reported; `remark`: to be acknowledged, and no more (意见). */
export const ASSIGNMENT_KINDS = ['duty', 'remark'] as const
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number]

/** Where an assignment can stand. */
export const ASSIGNMENT_STATES = ['issued', 'acknowledged', 'reported', 'sentBack', 'confirmed', 'withdrawn'] as const
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number]

/** States in which its clock runs: it is with whoever is responsible. */
export const RUNNING_ASSIGNMENT_STATES = ['issued', 'acknowledged', 'sentBack'] as const satisfies AssignmentState[]

/** What people do to an assignment. */
export const ASSIGNMENT_ACTIONS = ['acknowledge', 'report', 'confirm', 'sendBack', 'withdraw'] as const
export type AssignmentAction = (typeof ASSIGNMENT_ACTIONS)[number]

/** What the clock does to one. */
export const ASSIGNMENT_CLOCK_ACTIONS = ['remind', 'escalate'] as const
export type AssignmentClockAction = (typeof ASSIGNMENT_CLOCK_ACTIONS)[number]

/** The two hands of an assignment; the centre may be both. */
export const ASSIGNMENT_SIDES = ['issuer', 'responsible'] as const
export type AssignmentSide = (typeof ASSIGNMENT_SIDES)[number]

/** All that the rules need to know of an assignment. */
export type AssignmentFacts = {
  readonly kind: AssignmentKind
  readonly state: AssignmentState
  readonly version: number
}

/** Who acts: which sides of it, with which roles. */
export type AssignmentViewer = { readonly sides: readonly AssignmentSide[]; readonly roles: readonly Role[] }

/** What is asked to be done; `words`: the report, or the reason. */
export type AssignmentCommand = {
  readonly action: AssignmentAction
  readonly expectedVersion: number
  readonly words: string
}

/** Every reason for which the rules of assignments say no. */
export const ASSIGNMENT_REFUSALS = [
  /** Not this side's, or not this role's. */
  'ASSIGNMENT_NOT_YOURS',
  /** Params: state, version as they stand now. */
  'ASSIGNMENT_VERSION_CONFLICT',
  /** Params: state. */
  'ASSIGNMENT_WRONG_STATE',
  /** A report says what was done, and whoever sends back or withdraws says why. */
  'ASSIGNMENT_WORDS_MISSING',
] as const
export type AssignmentRefusalCode = (typeof ASSIGNMENT_REFUSALS)[number]
export type AssignmentRefusal = {
  readonly code: AssignmentRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** The answer to a command. */
export type AssignmentDecision =
  { readonly ok: true; readonly next: AssignmentState } | { readonly ok: false; readonly refusal: AssignmentRefusal }

type Row = {
  readonly by: AssignmentSide
  readonly from: readonly AssignmentState[]
  readonly to: AssignmentState
  readonly kinds: readonly AssignmentKind[]
  readonly needsWords: boolean
}
const both: readonly AssignmentKind[] = ['duty', 'remark']

/** The machine as one table. */
export const ASSIGNMENT_TRANSITIONS: Readonly<Record<AssignmentAction, Row>> = {
  acknowledge: {
    ...{ by: 'responsible', from: ['issued', 'sentBack'], to: 'acknowledged', kinds: both, needsWords: false },
  },
  report: { by: 'responsible', from: ['acknowledged'], to: 'reported', kinds: ['duty'], needsWords: true },
  confirm: { by: 'issuer', from: ['reported'], to: 'confirmed', kinds: ['duty'], needsWords: false },
  sendBack: { by: 'issuer', from: ['reported'], to: 'sentBack', kinds: ['duty'], needsWords: true },
  withdraw: {
    ...{ by: 'issuer', from: ['issued', 'acknowledged', 'reported', 'sentBack'], to: 'withdrawn', kinds: ['duty'] },
    needsWords: true,
  },
}

const no = (code: AssignmentRefusalCode, params: AssignmentRefusal['params'] = {}): AssignmentRefusal => ({
  code,
  params,
})

/** Decides a command on an assignment. */
export function decideAssignment(
  facts: AssignmentFacts,
  { action, expectedVersion, words }: AssignmentCommand,
  viewer: AssignmentViewer,
): AssignmentDecision {
  const { state, version } = facts
  const { to, needsWords } = ASSIGNMENT_TRANSITIONS[action]
  const refuse = (refusal: AssignmentRefusal) => ({ ok: false, refusal }) as const
  if (!isTheirs(action, viewer)) return refuse(no('ASSIGNMENT_NOT_YOURS'))
  if (expectedVersion !== version) return refuse(no('ASSIGNMENT_VERSION_CONFLICT', { state, version }))
  if (!hasPlace(action, facts)) return refuse(no('ASSIGNMENT_WRONG_STATE', { state }))
  if (needsWords && words === '') return refuse(no('ASSIGNMENT_WORDS_MISSING'))
  return { ok: true, next: to }
}

/** What the viewer may do to an assignment now. */
export function availableAssignmentActions(facts: AssignmentFacts, viewer: AssignmentViewer): AssignmentAction[] {
  return ASSIGNMENT_ACTIONS.filter(action => isTheirs(action, viewer) && hasPlace(action, facts))
}

/** Whether nothing is left to be done: confirmed or withdrawn, and of a remark acknowledged. */
export const isAssignmentOver = ({ kind, state }: Pick<AssignmentFacts, 'kind' | 'state'>): boolean =>
  state === 'confirmed' || state === 'withdrawn' || (kind === 'remark' && state === 'acknowledged')

function isTheirs(action: AssignmentAction, { sides, roles }: AssignmentViewer): boolean {
  return sides.includes(ASSIGNMENT_TRANSITIONS[action].by) && roles.includes('director')
}

function hasPlace(action: AssignmentAction, { kind, state }: AssignmentFacts): boolean {
  const { from, kinds } = ASSIGNMENT_TRANSITIONS[action]
  return kinds.includes(kind) && from.includes(state)
}
