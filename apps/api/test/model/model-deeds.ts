import { type CivilDate, addDays, instantAt } from '@fuqiao/domain/calendar'
import {
  CLOCK_VIEWER,
  type ClockAction,
  type ReferralCommandBody,
  type ReferralFacts,
  type Transitioned,
  clocksAfter,
  furtherToShare,
  isOpen,
} from '@fuqiao/domain/referral'
import type { Player } from './city.ts'
import { plannedEnd, requestOf, settingOf } from './model-judge.ts'
import { type Model, type Modelled, deskOf } from './model.ts'

type Applied = { command: ReferralCommandBody | { action: ClockAction }; player: Player | null; decision: Transitioned }

type History = ReferralFacts['history']

/** What an action leaves behind for what may come later. */
const marks: Readonly<Record<string, (referral: Modelled, now: Date, player: Player | null) => Partial<History>>> = {
  accept: () => ({ wasAccepted: true }),
  requestInformation: ({ history }) => ({ informationRounds: history.informationRounds + 1 }),
  waitlist: ({ history }, now) => ({ waitlistedAt: history.waitlistedAt ?? now }),
  dispatch: (_referral, now) => ({ dispatchedAt: now }),
  signConsent: ({ kind, history }, now) => ({ dispatchedAt: kind === 'dispatch' ? now : history.dispatchedAt }),
  object: (_referral, now) => ({ objectedAt: now }),
  requestReturn: ({ state }) => ({ stateBeforeReturn: state }),
  reroute: () => ({ isSettled: true }),
  assign: () => ({ isSettled: true }),
  settle: () => ({ isSettled: true }),
  letRest: () => ({ isSettled: true }),
  proposeVoid: (_referral, _now, player) => ({ voidProposedByPersonId: player?.person.personId ?? null }),
  cancelVoid: () => ({ voidProposedByPersonId: null }),
  reopen: () => ({ closedAt: null }),
  rule: () => ({ closedAt: null }),
}

function confirmedAfter({ confirmed }: Modelled, action: string, player: Player | null): Modelled['confirmed'] {
  if (action === 'reopen' || action === 'rule') return { sender: false, organisation: false }
  if (action !== 'confirmClosure') return confirmed
  const byOrganisation = player?.organisation !== null
  return { sender: confirmed.sender || !byOrganisation, organisation: confirmed.organisation || byOrganisation }
}

/** Carries out what was decided. */
export function apply(model: Model, referral: Modelled, { command, player, decision }: Applied): void {
  const { now } = model
  const { action } = command
  const before = { ...referral }
  const history = {
    ...referral.history,
    plannedEndOn: plannedEnd(referral, command),
    ...marks[action as keyof typeof marks]?.(referral, now, player),
  }
  if (decision.next === 'closed') history.closedAt = now
  const confirmed = confirmedAfter(referral, action, player)
  const clocks = clocksAfter(decision, settingOf(model, CLOCK_VIEWER), {
    before,
    plannedEndOn: history.plannedEndOn,
  })
  if (!clocks.ok) throw new Error('judged before')
  Object.assign(referral, {
    ...{ history, confirmed },
    state: decision.next ?? referral.state,
    isGone: decision.next === null,
    holder: decision.holder,
    escalationLevel: decision.escalationLevel,
    version: referral.version + 1,
    updated: (model.turn += 1),
    ...{ clock: clocks.clock, expiresAt: clocks.expiresAt, stood: clocks.stood, nextAt: clocks.nextAt },
  })
  applyToQuestion(referral, command, before)
  applyEffects(model, referral, { command, player, decision })
}

function applyEffects(model: Model, referral: Modelled, { command, decision }: Applied): void {
  for (const effect of decision.effects) {
    applyToFurther(referral, effect, command.action)
    applyToDossier(model, referral, effect)
    if (effect === 'openGrant') openGrant(model, referral, referral.wish?.grantUntil)
    if (effect === 'reopenGrant' && command.action === 'reopen') openGrant(model, referral, command.grantUntil)
    if (effect === 'endGrant' || effect === 'revokeConsent') endGrants(model, referral.id)
    if (effect === 'revokeConsent') for (const hop of laterHops(model, referral)) revokeHop(model, hop)
  }
}

/** What is asked for beside a consent, for the question that is open, and what came of it. */
function applyToQuestion(referral: Modelled, command: Applied['command'], before: Modelled): void {
  if (command.action === 'requestInformation')
    Object.assign(referral, { askedSection: command.section, furtherConsent: null })
  if (command.action === 'requestFurtherConsent') {
    const { sections } = furtherToShare({ askedSection: before.askedSection, request: requestOf(before) })
    referral.furtherConsent = { state: 'asked', sections, personal: command.personal }
  }
}

/** What an effect does to what was asked for beside the consent; answered with it, the referral shares that too. */
function applyToFurther(referral: Modelled, effect: Transitioned['effects'][number], action: string): void {
  const { furtherConsent: further, wish, consent } = referral
  if (effect === 'setAsideConsent' || effect === 'revokeConsent') referral.furtherConsent = null
  if (further === null) return
  if (effect === 'recordFurtherConsent') referral.furtherConsent = { ...further, state: 'signed' }
  if (effect === 'setAsideFurtherConsent')
    referral.furtherConsent = action === 'refuseFurtherConsent' ? { ...further, state: 'refused' } : null
  if (effect !== 'sealSupplement' || wish === null || consent === null) return
  const widened = {
    sections: [...wish.sections, ...further.sections],
    personal: wish.personal || further.personal,
  }
  Object.assign(referral, { wish: { ...wish, ...widened }, consent: { ...consent, ...widened } })
}

/** What an effect does to consent, snapshot and custody. */
function applyToDossier(model: Model, referral: Modelled, effect: Transitioned['effects'][number]): void {
  const { from, to, wish, organisation } = referral
  if (effect === 'setAsideConsent' || effect === 'revokeConsent') referral.consent = null
  if (effect === 'returnCustody') model.custodians[organisation] = from
  if (to === null || wish === null) return
  if (effect === 'moveCustody') model.custodians[organisation] = to
  if (effect === 'freezeDirection') Object.assign(referral, { submittedAt: model.now, desk: deskOf(model, from, to) })
  const { sections, personal, grantUntil: until } = wish
  if (effect === 'recordConsent') referral.consent = { to, until, sections, personal, signedAt: model.now }
}

function openGrant(model: Model, { id, to, wish, organisation }: Modelled, until: CivilDate | undefined): void {
  if (to === null || wish === null || until === undefined) throw new Error('granted to nobody')
  const { sections, personal } = wish
  const end = instantAt(addDays(until, 1), '00:00')
  model.grants.push({ place: to, organisation, referral: id, sections, personal, until: end, isEnded: false })
}

function endGrants(model: Model, id: string): void {
  for (const grant of model.grants) if (grant.referral === id) grant.isEnded = true
}

/** Later hops of a chain that a revoked consent ends. */
const laterHops = (model: Model, { chain, hop }: Modelled): Modelled[] =>
  model.referrals.filter(
    other =>
      other.chain === chain &&
      other.hop > hop &&
      !other.isGone &&
      isOpen(other.state) &&
      other.state !== 'draft' &&
      other.state !== 'awaitingConsent',
  )

function revokeHop(model: Model, hop: Modelled): void {
  const stopped = { clock: null, expiresAt: null, stood: null, nextAt: null, holder: null, escalationLevel: 0 as const }
  Object.assign(hop, stopped, { state: 'consentRevoked', consent: null, version: hop.version + 1 })
  hop.updated = model.turn += 1
  endGrants(model, hop.id)
}
