import { addDays, civilDateOf, instantAt, type CivilDate } from '@fuqiao/domain/calendar'
import {
  CLOCK_VIEWER,
  clockDue,
  clocksAfter,
  type ClockAction,
  decide,
  isOpen,
  type Reckoning,
  type ReferralCommandBody,
  type ReferralFacts,
  type Setting,
  STATE_FACTS,
  type Transitioned,
  type Viewer,
} from '@fuqiao/domain/referral'
import { type Place, type Player, upwardsFrom } from './city.ts'

/** What a referral asks for. */
export type Wish = { need: string; purpose: string; sections: string[]; personal: boolean; grantUntil: CivilDate }

/** A referral as the model has it. */
export type Modelled = {
  id: string
  organisation: number
  from: Place
  to: Place | null
  desk: Place | null
  chain: string
  parent: string | null
  submittedAt: Date | null
  nextAt: Date | null
  updated: number
  wish: Wish | null
  otherReason: string
  isGone: boolean
} & Pick<
  ReferralFacts,
  | 'state'
  | 'version'
  | 'kind'
  | 'mode'
  | 'hop'
  | 'confirmed'
  | 'clock'
  | 'escalationLevel'
  | 'holder'
  | 'expiresAt'
  | 'stood'
  | 'history'
> & { consent: { to: Place; until: CivilDate; sections: string[]; personal: boolean; signedAt: Date } | null }

/** Sight of an organisation's dossier. */
export type Grant = {
  place: Place
  organisation: number
  referral: string
  sections: string[]
  personal: boolean
  until: Date
  isEnded: boolean
}

/** Everything the model knows. */
export type Model = {
  now: Date
  custodians: Place[]
  referrals: Modelled[]
  grants: Grant[]
  ids: Record<Place, string>
  reckoning: Reckoning
  turn: number
}

/** What the model says of a call: where the referral stands then, or why not. */
export type Verdict =
  { ok: true; decision: Transitioned } | { ok: false; code: string; params?: Record<string, unknown> }

export const noHistory: ReferralFacts['history'] = {
  wasAccepted: false,
  informationRounds: 0,
  waitlistedAt: null,
  dispatchedAt: null,
  objectedAt: null,
  plannedEndOn: null,
  stateBeforeReturn: null,
  closedAt: null,
  voidProposedByPersonId: null,
  isSettled: false,
}

/** Whether a place is another or stands above it. */
export const isWithin = (inner: Place, outer: Place): boolean => upwardsFrom(inner).includes(outer)

/** The desk: the nearest above both that is neither; the top where there is none. */
export function deskOf(from: Place, to: Place): Place {
  const above = upwardsFrom(to)
  const common = upwardsFrom(from).filter(place => above.includes(place))
  return common.find(place => place !== from && place !== to) ?? 'city'
}

export const liveGrants = (model: Model, place: Place, organisation: number): Grant[] =>
  model.grants.filter(
    grant => grant.place === place && grant.organisation === organisation && !grant.isEnded && grant.until > model.now,
  )

/** Whether an incubator may look at an organisation at all. */
export function seesOrganisation(model: Model, place: Place, organisation: number): boolean {
  const custodian = model.custodians[organisation]
  return (custodian !== undefined && isWithin(custodian, place)) || liveGrants(model, place, organisation).length > 0
}

/** How a player stands to a referral; null where it does not exist for them. */
export function relationTo(player: Player, referral: Modelled): Viewer['relation'] | null {
  if (referral.isGone) return null
  if (player.organisation !== null)
    return player.organisation === referral.organisation && referral.state !== 'draft' ? 'organisation' : null
  if (player.place === referral.from) return 'sender'
  if (referral.submittedAt === null) return null
  if (player.place === referral.to) return 'target'
  return player.place === referral.desk ? 'commonSuperior' : null
}

/** The player as the machine knows one. */
export function viewerOf(player: Player, referral: Modelled): Viewer {
  return {
    relation: relationTo(player, referral) ?? 'other',
    roles: player.roles,
    isDesk: referral.submittedAt !== null && player.place !== null && player.place === referral.desk,
    personId: player.person.personId,
  }
}

/** Sent once, and not taken back: what a chain has visited. */
const visited = (model: Model, { chain, id }: Modelled): Place[] =>
  model.referrals
    .filter(other => other.chain === chain && other.id !== id && !other.isGone && other.submittedAt !== null)
    .filter(({ state }) => state !== 'withdrawn' && state !== 'voided')
    .flatMap(({ from, to }) => (to === null ? [from] : [from, to]))

export const chainOf = visited

/** The facts that the machine is asked about. */
export function factsOf(model: Model, referral: Modelled): ReferralFacts {
  const { organisation, from, to, wish, consent, id } = referral
  const others = model.referrals.filter(
    other => other.organisation === organisation && other.id !== id && !other.isGone && other.submittedAt !== null,
  )
  const open = others.filter(({ state }) => isOpen(state))
  const before = visited(model, referral)
  return {
    ...referral,
    senderTenantId: model.ids[from],
    targetTenantId: to === null ? null : model.ids[to],
    request: {
      need: wish?.need ?? null,
      purpose: wish?.purpose ?? '',
      sections: (wish?.sections ?? []) as ReferralFacts['request']['sections'],
      personal: wish?.personal ?? false,
      grantUntil: wish?.grantUntil ?? null,
      suggestionTaken: false,
      otherTargetReason: referral.otherReason,
    },
    consent: consent && {
      targetTenantId: model.ids[consent.to],
      sections: consent.sections as ReferralFacts['request']['sections'],
      personal: consent.personal,
      method: 'account',
      signedAt: consent.signedAt,
      until: consent.until,
      revokedAt: null,
    },
    world: {
      senderHoldsCustody: model.custodians[organisation] === from,
      targetHoldsCustody: to !== null && model.custodians[organisation] === to,
      senderHoldsGrant: liveGrants(model, from, organisation).length > 0,
      senderIsSuperiorOfChain: before.every(place => isWithin(place, from)),
      chainTenantIds: before.map(place => model.ids[place]),
      otherHandOverOpen: open.some(({ mode }) => mode === 'handOver'),
      openWithTarget: open.some(other => other.to !== null && other.to === to),
      targetTakesReferrals: to !== null,
      failedBefore: model.referrals.filter(
        other =>
          other.chain === referral.chain &&
          other.hop < referral.hop &&
          (other.state === 'declined' || other.state === 'expired'),
      ).length,
      possibleDuplicates: 0,
    },
  }
}

export const settingOf = (model: Model, viewer: Viewer): Setting => ({ ...model.reckoning, viewer, now: model.now })

/** Asks the machine. */
export function judge(
  model: Model,
  referral: Modelled,
  { command, player, version }: { command: ReferralCommandBody; player: Player; version: number },
): Verdict {
  const setting = settingOf(model, viewerOf(player, referral))
  const decision = decide(factsOf(model, referral), { ...command, expectedVersion: version }, setting)
  if (!decision.ok) return refusedBy(decision.refusal)
  const clocks = clocksAfter(decision, setting, { before: referral, plannedEndOn: plannedEnd(referral, command) })
  return clocks.ok ? { ok: true, decision } : { ok: false, code: 'CALENDAR_NOT_LOADED' }
}

function refusedBy({ code, params }: { code: string; params: Record<string, unknown> }): Verdict {
  if (code === 'REFERRAL_NOT_YOUR_PART' || code === 'REFERRAL_ROLE_MISSING') return { ok: false, code: 'NOT_ALLOWED' }
  return { ok: false, code: code === 'REFERRAL_VERSION_CONFLICT' ? 'VERSION_CONFLICT' : code, params }
}

function plannedEnd(referral: Modelled, command: ReferralCommandBody | { action: ClockAction }): CivilDate | null {
  if (command.action === 'accept') return command.plannedEndOn ?? referral.wish?.grantUntil ?? null
  return command.action === 'reopen' ? command.grantUntil : referral.history.plannedEndOn
}

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
  applyEffects(model, referral, { command, player, decision })
}

function applyEffects(model: Model, referral: Modelled, { command, decision }: Applied): void {
  for (const effect of decision.effects) {
    applyToDossier(model, referral, effect)
    if (effect === 'openGrant') openGrant(model, referral, referral.wish?.grantUntil)
    if (effect === 'reopenGrant' && command.action === 'reopen') openGrant(model, referral, command.grantUntil)
    if (effect === 'endGrant' || effect === 'revokeConsent') endGrants(model, referral.id)
    if (effect === 'revokeConsent') for (const hop of laterHops(model, referral)) revokeHop(model, hop)
  }
}

/** What an effect does to consent, snapshot and custody. */
function applyToDossier(model: Model, referral: Modelled, effect: Transitioned['effects'][number]): void {
  const { from, to, wish, organisation } = referral
  if (effect === 'setAsideConsent' || effect === 'revokeConsent') referral.consent = null
  if (effect === 'returnCustody') model.custodians[organisation] = from
  if (to === null || wish === null) return
  if (effect === 'moveCustody') model.custodians[organisation] = to
  if (effect === 'sealSnapshot') Object.assign(referral, { submittedAt: model.now, desk: deskOf(from, to) })
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

/** What the clock does at the present instant. */
export function tickClocks(model: Model): ClockAction[] {
  const done: ClockAction[] = []
  for (const referral of model.referrals) {
    while (!referral.isGone && referral.nextAt !== null && referral.nextAt <= model.now) {
      const setting = settingOf(model, CLOCK_VIEWER)
      const due = clockDue(referral, setting)
      const [action] = due.actions
      if (action === undefined) {
        referral.nextAt = due.nextAt
        continue
      }
      const command = { action } as const
      const decision = decide(factsOf(model, referral), { ...command, expectedVersion: referral.version }, setting)
      if (!decision.ok) throw new Error(`the model's clock was refused ${action}: ${decision.refusal.code}`)
      const plannedEndOn = referral.history.plannedEndOn
      if (!clocksAfter(decision, setting, { before: referral, plannedEndOn }).ok) break
      apply(model, referral, { command, player: null, decision })
      done.push(action)
    }
  }
  return done
}

/** Whether the target may look into the dossier by this very referral. */
export const looksIn = (model: Model, { id, to }: Modelled): boolean =>
  model.grants.some(grant => grant.referral === id && grant.place === to && !grant.isEnded && grant.until > model.now)

/** States in which the target's sight stands open, until its day. */
export const isServing = (state: Modelled['state']): boolean =>
  ['running', 'reported', 'disputed'].includes(STATE_FACTS[state].stretch)

export const today = (model: Model): CivilDate => civilDateOf(model.now)
