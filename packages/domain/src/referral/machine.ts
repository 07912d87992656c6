import type { CivilDate } from '../calendar/civil-date.ts'
import type { Role } from '../profile/vocabulary.ts'
import { checkCommand } from './command-guards.ts'
import type { CreationFacts, ReferralCommand } from './commands.ts'
import { effectsOf } from './effects.ts'
import type { ReferralEffect } from './effects.ts'
import type { ReferralFacts, Setting, Viewer } from './facts.ts'
import { arrivalOf, mayBeAskedFor, maySubmit, standingOf } from './guards.ts'
import type { FactGuard } from './guards.ts'
import { KIND_FACTS } from './kinds.ts'
import { refusal } from './refusals.ts'
import type { ReferralRefusal } from './refusals.ts'
import { REFERRAL_ACTIONS, STATE_FACTS } from './states.ts'
import type { ClockAction, DeadlineRule, Holder, ReferralAction, ReferralState } from './states.ts'
import { TRANSITIONS, nextState, reachesTarget } from './transitions.ts'

/**
 * What becomes of the deadline: a new one begins now; one runs until a day that was named; one that stood goes on with what was left of it; the
 * present one runs on; or none runs any more.
 */
export type ClockChange =
  | { readonly change: 'set'; readonly rule: DeadlineRule }
  | { readonly change: 'until'; readonly rule: DeadlineRule; readonly on: CivilDate }
  | { readonly change: 'resume'; readonly rule: DeadlineRule }
  | { readonly change: 'keep' }
  | { readonly change: 'none' }

/**
 * What becomes of the instant at which the clock ends what nobody decides: it is set when the target first has the referral, again for a wait,
 * stands while a question is open, goes on after it, and is gone with the decision.
 */
export type ExpiryChange = 'start' | 'startWait' | 'stand' | 'resume' | 'keep' | 'end'

/** A permitted transition as plain data, for the caller to write in one transaction. */
export type Transitioned = {
  readonly ok: true
  /** Null when the draft is removed. */
  readonly next: ReferralState | null
  readonly clock: ClockChange
  readonly expiry: ExpiryChange
  /** Whose turn it is afterwards. */
  readonly holder: Holder | null
  readonly escalationLevel: 0 | 1 | 2
  readonly effects: readonly ReferralEffect[]
}

/** The answer to a command. */
export type Decision = Transitioned | { readonly ok: false; readonly refusal: ReferralRefusal }

/** What a viewer may do with a referral now, or why not. What only the command's content can decide is not judged. */
export type AvailableAction =
  | { readonly action: ReferralAction; readonly allowed: true }
  | { readonly action: ReferralAction; readonly allowed: false; readonly refusal: ReferralRefusal }

/** Decides a command on a referral. The clock's commands come with `CLOCK_VIEWER` and pass the same table. */
export function decide(facts: ReferralFacts, command: ReferralCommand, setting: Setting): Decision {
  const { action, expectedVersion } = command
  const denied = checkPermission(action, setting.viewer)
  if (denied) return { ok: false, refusal: denied }
  if (expectedVersion !== facts.version) {
    const params = { state: facts.state, version: facts.version }
    return { ok: false, refusal: refusal('REFERRAL_VERSION_CONFLICT', params) }
  }
  const refused =
    checkState(facts, action) ?? checkFacts(facts, action, setting) ?? checkCommand(facts, command, setting)
  return refused ? { ok: false, refusal: refused } : transition(facts, command, setting)
}

/** Decides whether a viewer may begin a draft for an organisation. */
export function decideCreation(facts: CreationFacts, viewer: Viewer): Decision {
  const refused = checkPermission('create', viewer) ?? standingOf(facts) ?? arrivalOf(facts)
  if (refused) return { ok: false, refusal: refused }
  return {
    ok: true,
    next: 'draft',
    clock: { change: 'set', rule: 'draft' },
    expiry: 'end',
    holder: 'sender',
    escalationLevel: 0,
    effects: [],
  }
}

/**
 * Why no draft is made for a target that asks for an organisation (调入), or null: what would stand in the way of any referral of it to this target
 * does. Nobody is told; whoever asked learns the same in every case.
 */
export function refusalOfAsking(
  facts: ReferralFacts & Pick<CreationFacts, 'cameFromPartner'>,
  setting: Setting,
): ReferralRefusal | null {
  const { senderHoldsCustody, senderHoldsGrant } = facts.world
  const { cameFromPartner = false } = facts
  const arrived = arrivalOf({ mode: facts.mode, senderHoldsCustody, senderHoldsGrant, cameFromPartner })
  return arrived ?? firstOf(mayBeAskedFor, facts, setting)
}

/** Every action on an existing referral, permitted or with the reason why not: one source for buttons, menus and shortcuts. */
export function availableActions(facts: ReferralFacts, setting: Setting): AvailableAction[] {
  return REFERRAL_ACTIONS.filter(action => action !== 'create').map(action => {
    const refused =
      checkPermission(action, setting.viewer) ?? checkState(facts, action) ?? checkFacts(facts, action, setting)
    return refused ? { action, allowed: false, refusal: refused } : { action, allowed: true }
  })
}

function checkPermission(action: ReferralAction | ClockAction, viewer: Viewer): ReferralRefusal | null {
  const permissions = TRANSITIONS[action].by.filter(
    ({ relation }) => relation === viewer.relation || (relation === 'commonSuperior' && viewer.isDesk === true),
  )
  if (permissions.length === 0) return refusal('REFERRAL_NOT_YOUR_PART', { action })
  const roles = permissions.flatMap((entry): readonly Role[] => entry.roles)
  const may = roles.length === 0 || roles.some(role => viewer.roles.includes(role))
  return may ? null : refusal('REFERRAL_ROLE_MISSING', { roles })
}

function checkState(facts: ReferralFacts, action: ReferralAction | ClockAction): ReferralRefusal | null {
  const { from, kinds } = TRANSITIONS[action]
  if (!kinds.includes(facts.kind)) return refusal('REFERRAL_NOT_OF_THIS_KIND', { action, kind: facts.kind })
  const fits = from.includes(facts.state)
  return fits ? null : refusal('REFERRAL_WRONG_STATE', { action, state: facts.state })
}

function checkFacts(
  facts: ReferralFacts,
  action: ReferralAction | ClockAction,
  setting: Setting,
): ReferralRefusal | null {
  const refused = firstOf(TRANSITIONS[action].guards, facts, setting)
  if (refused) return refused
  // A signature that submits at once is itself the consent: everything else must stand as for an approval.
  if (action !== 'signConsent' || !reachesTarget(facts.state, nextState({ action, from: facts }, setting.rules)))
    return null
  return firstOf(maySubmit, signedNow(facts, setting), setting)
}

function firstOf(guards: readonly FactGuard[], facts: ReferralFacts, setting: Setting): ReferralRefusal | null {
  for (const guard of guards) {
    const refused = guard(facts, setting)
    if (refused) return refused
  }
  return null
}

function signedNow(facts: ReferralFacts, { now }: Setting): ReferralFacts {
  const { targetTenantId, request } = facts
  if (targetTenantId === null || request.grantUntil === null) return facts
  const { sections, personal, grantUntil: until } = request
  return {
    ...facts,
    consent: { targetTenantId, sections, personal, until, method: 'account', signedAt: now, revokedAt: null },
  }
}

function transition(facts: ReferralFacts, command: ReferralCommand, setting: Setting): Transitioned {
  const { action } = command
  const ruling = command.action === 'rule' ? command.ruling : undefined
  const next = nextState({ action, from: facts, ...(ruling ? { ruling } : {}) }, setting.rules)
  const half = action === 'confirmClosure' && next === facts.state
  const stays = half || TRANSITIONS[action].clock === 'keep'
  const holder = half ? otherSide(setting.viewer) : stays ? facts.holder : holderOf({ action, next }, facts, setting)
  const clock = stays ? keptClock(facts) : clockChange({ command, next, holder })
  return {
    ok: true,
    next,
    clock,
    expiry: expiryChange({ action, next }, facts),
    holder,
    escalationLevel: levelAfter(action, clock, facts),
    effects: effectsOf(action, facts, next),
  }
}

type Step = { action: ReferralAction | ClockAction; next: ReferralState | null }

function keptClock({ clock }: ReferralFacts): ClockChange {
  return { change: clock === null ? 'none' : 'keep' }
}

function clockChange({
  command,
  next,
  holder,
}: {
  command: ReferralCommand
  next: ReferralState | null
  holder: Holder | null
}): ClockChange {
  if (next === null || holder === null) return { change: 'none' }
  const rule = next === 'declined' && holder === 'desk' ? 'dispatch' : STATE_FACTS[next].deadline
  if (rule === null) return { change: 'none' }
  if (command.action === 'hold') return { change: 'until', rule, on: command.resumeOn }
  const goesOn = command.action === 'answerInformation' || command.action === 'lapseInformation'
  return { change: goesOn ? 'resume' : 'set', rule }
}

function expiryChange({ action, next }: Step, facts: ReferralFacts): ExpiryChange {
  if (next === null || STATE_FACTS[next].stretch !== 'undecided') return 'end'
  if (next === 'informationRequested') return facts.state === next ? 'keep' : 'stand'
  if (facts.state === 'informationRequested') return 'resume'
  if (action === 'waitlist') return 'startWait'
  return STATE_FACTS[facts.state].stretch === 'undecided' ? 'keep' : 'start'
}

function otherSide(viewer: Viewer): Holder {
  return viewer.relation === 'organisation' ? 'sender' : 'organisation'
}

function holderOf({ action, next }: Step, facts: ReferralFacts, { rules }: Setting): Holder | null {
  if (next === null || TRANSITIONS[action].clock === 'stop') return null
  if (next === 'declined') {
    const isTooOften = facts.world.failedBefore + 1 >= rules.declinesBeforeSuperior
    return isTooOften && KIND_FACTS[facts.kind].climbsWhenDeclined ? 'desk' : 'sender'
  }
  return STATE_FACTS[next].holder
}

function levelAfter(action: ReferralAction | ClockAction, clock: ClockChange, facts: ReferralFacts): 0 | 1 | 2 {
  if (action === 'escalate') return 2
  if (action === 'remind') return facts.escalationLevel === 2 ? 2 : 1
  return clock.change === 'keep' ? facts.escalationLevel : 0
}
