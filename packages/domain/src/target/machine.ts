import type { Role } from '../profile/vocabulary.ts'

/**
 * Where a share of a target can stand. `set`: an incubator's own total, given by nobody. `agreed`: both have said the same figure, and not both have signed.
 * `withdrawn`: taken back before anything was signed.
 */
export const TARGET_STATES = ['set', 'proposed', 'countered', 'agreed', 'signed', 'withdrawn'] as const
export type TargetState = (typeof TARGET_STATES)[number]

/** What people do to one. */
export const TARGET_ACTIONS = ['set', 'propose', 'counter', 'agree', 'sign', 'withdraw'] as const
export type TargetAction = (typeof TARGET_ACTIONS)[number]

/** The two hands of a share: whoever splits its total, and whoever is to reach the share. */
export const TARGET_SIDES = ['giver', 'taker'] as const
export type TargetSide = (typeof TARGET_SIDES)[number]

/** All that the rules need to know of a share. */
export type TargetFacts = {
  readonly state: TargetState
  readonly version: number
  /** Counts negotiations: one more each time that what was signed, or taken back, is opened again. */
  readonly round: number
  /** The figure said last. */
  readonly value: number
  /** The figure that holds until another is signed; null before any was. */
  readonly signedValue: number | null
  /** Who has signed what was agreed in this round. */
  readonly hasSigned: Readonly<Record<TargetSide, boolean>>
}

/** Who acts: which sides of it, with which roles. */
export type TargetViewer = { readonly sides: readonly TargetSide[]; readonly roles: readonly Role[] }

/** What is asked; `value` of a proposal, a counter-offer and an own total; `reason` of all that departs from what was said before. */
export type TargetCommand = {
  readonly action: TargetAction
  readonly expectedVersion: number
  readonly value?: number
  readonly reason: string
}

/** Every reason for which the rules of targets say no. */
export const TARGET_REFUSALS = [
  /** Not this side's, or not this role's. */
  'TARGET_NOT_YOURS',
  /** Params: state, version as they stand now. */
  'TARGET_VERSION_CONFLICT',
  /** Params: state. */
  'TARGET_WRONG_STATE',
  /** Whoever departs from what was said says why. */
  'TARGET_REASON_MISSING',
  /** What was said already is agreed to, not said again. */
  'TARGET_SAME_VALUE',
] as const
export type TargetRefusalCode = (typeof TARGET_REFUSALS)[number]
export type TargetRefusal = {
  readonly code: TargetRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** How the share stands after a deed. */
export type TargetNext = Pick<TargetFacts, 'state' | 'round' | 'value' | 'signedValue' | 'hasSigned'>
/** The answer to a command. */
export type TargetDecision =
  { readonly ok: true; readonly next: TargetNext } | { readonly ok: false; readonly refusal: TargetRefusal }

type Row = { readonly from: readonly TargetState[]; readonly by: readonly TargetSide[] }

/** From where each deed may be done, and by whom; agreeing and signing hang on whose turn it is too. */
export const TARGET_TRANSITIONS: Readonly<Record<TargetAction, Row>> = {
  set: { from: ['set'], by: ['giver'] },
  propose: { from: ['proposed', 'countered', 'agreed', 'signed', 'withdrawn'], by: ['giver'] },
  counter: { from: ['proposed', 'agreed', 'signed'], by: ['taker'] },
  agree: { from: ['proposed', 'countered'], by: ['giver', 'taker'] },
  sign: { from: ['agreed'], by: ['giver', 'taker'] },
  withdraw: { from: ['proposed', 'countered', 'agreed'], by: ['giver'] },
}

const nobody = { giver: false, taker: false }

/** The side that a deed would be done by; undefined where it is not this viewer's now. */
export function sideFor(action: TargetAction, facts: TargetFacts, { sides, roles }: TargetViewer) {
  if (!roles.includes('director')) return undefined
  return TARGET_TRANSITIONS[action].by.find(side => sides.includes(side) && isTurn(action, facts, side))
}

/** What a proposal says its taker agrees to, and what a counter-offer says its giver; nobody signs twice. */
function isTurn(action: TargetAction, { state, hasSigned }: TargetFacts, side: TargetSide): boolean {
  if (action === 'agree' && state === 'proposed') return side === 'taker'
  if (action === 'agree' && state === 'countered') return side === 'giver'
  return action !== 'sign' || !hasSigned[side]
}

/** Decides a command on a share. */
export function decideTarget(facts: TargetFacts, command: TargetCommand, viewer: TargetViewer): TargetDecision {
  const { action, expectedVersion, value = facts.value, reason } = command
  const { state, version } = facts
  const no = (code: TargetRefusalCode, params: TargetRefusal['params'] = {}) =>
    ({ ok: false, refusal: { code, params } }) as const
  const mayEver = viewer.roles.includes('director') && TARGET_TRANSITIONS[action].by.some(s => viewer.sides.includes(s))
  if (!mayEver) return no('TARGET_NOT_YOURS')
  if (expectedVersion !== version) return no('TARGET_VERSION_CONFLICT', { state, version })
  if (!TARGET_TRANSITIONS[action].from.includes(state)) return no('TARGET_WRONG_STATE', { state })
  const side = sideFor(action, facts, viewer)
  if (side === undefined) return no('TARGET_NOT_YOURS')
  const isAgreeing = action === 'propose' && state === 'countered' && value === facts.value
  if (!isAgreeing && isSaidAgain(action, facts, value)) return no('TARGET_SAME_VALUE')
  if (!isAgreeing && needsReason.has(action) && reason === '') return no('TARGET_REASON_MISSING')
  return { ok: true, next: after(facts, { action: isAgreeing ? 'agree' : action, side, value }) }
}

const needsReason: ReadonlySet<TargetAction> = new Set(['set', 'propose', 'counter', 'withdraw'])
const speaks: ReadonlySet<TargetAction> = new Set(['set', 'propose', 'counter'])

const isSaidAgain = (action: TargetAction, { state, value: said }: TargetFacts, value: number): boolean =>
  speaks.has(action) && state !== 'withdrawn' && value === said

type Deed = { action: TargetAction; side: TargetSide; value: number }

function after(facts: TargetFacts, { action, side, value }: Deed): TargetNext {
  const { state, round, signedValue } = facts
  const opened = state === 'signed' || state === 'withdrawn' ? round + 1 : round
  switch (action) {
    case 'set':
      return { state: 'set', round: round + 1, value, signedValue: value, hasSigned: nobody }
    case 'propose':
      return { state: 'proposed', round: opened, value, signedValue, hasSigned: nobody }
    case 'counter':
      return { state: 'countered', round: opened, value, signedValue, hasSigned: nobody }
    case 'agree':
      return { state: 'agreed', round, value: facts.value, signedValue, hasSigned: nobody }
    case 'withdraw':
      return signedValue === null
        ? { state: 'withdrawn', round, value: facts.value, signedValue, hasSigned: nobody }
        : { state: 'signed', round, value: signedValue, signedValue, hasSigned: { giver: true, taker: true } }
    case 'sign':
      return signed(facts, side)
  }
}

function signed({ round, value, signedValue, hasSigned }: TargetFacts, side: TargetSide): TargetNext {
  const both = { ...hasSigned, [side]: true }
  const isOver = both.giver && both.taker
  return {
    state: isOver ? 'signed' : 'agreed',
    ...{ round, value, hasSigned: both },
    signedValue: isOver ? value : signedValue,
  }
}

/** What the viewer may do to a share now. */
export const availableTargetActions = (facts: TargetFacts, viewer: TargetViewer): TargetAction[] =>
  TARGET_ACTIONS.filter(
    action => TARGET_TRANSITIONS[action].from.includes(facts.state) && sideFor(action, facts, viewer) !== undefined,
  )

/** Whether it waits for a side: to answer what the other said, or to sign. */
export function waitsFor({ state, hasSigned }: Pick<TargetFacts, 'state' | 'hasSigned'>, side: TargetSide): boolean {
  if (state === 'proposed') return side === 'taker'
  if (state === 'countered') return side === 'giver'
  return state === 'agreed' && !hasSigned[side]
}
