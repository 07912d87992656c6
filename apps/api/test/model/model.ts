import { type CivilDate, civilDateOf } from '@fuqiao/domain/calendar'
import {
  type Reckoning,
  type ReferralFacts,
  STATE_FACTS,
  type Transitioned,
  type Viewer,
} from '@fuqiao/domain/referral'
import type { Place, Player } from './city.ts'

/** What a referral asks for. */
export type Wish = { need: string; purpose: string; sections: string[]; personal: boolean; grantUntil: CivilDate }

/** A referral as the model has it. */
export type Modelled = {
  id: string
  /** `nobody` where none is named. */
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
  /** The organisation has said how it found it. */
  isRated: boolean
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
  | 'askedSection'
> & { furtherConsent: ReferralFacts['furtherConsent'] } & {
    consent: { to: Place; until: CivilDate; sections: string[]; personal: boolean; signedAt: Date } | null
  }

/** The organisation of a consultation: none of the walk's. */
export const nobody = -1

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
  /** Above each place the one it stands below now. */
  above: Record<Place, Place | null>
  /** The second organisation's name holds the first's: where both lie with one target they look alike. */
  areTwins: boolean
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

/** A place and all above it, the nearest first. */
export function upwardsFrom({ above }: Pick<Model, 'above'>, place: Place): Place[] {
  const next = above[place]
  return next === null ? [place] : [place, ...upwardsFrom({ above }, next)]
}

/** Whether a place is another or stands above it. */
export const isWithin = (model: Pick<Model, 'above'>, inner: Place, outer: Place): boolean =>
  upwardsFrom(model, inner).includes(outer)

/** The desk: the nearest above both that is neither; the top where there is none. */
export function deskOf(model: Pick<Model, 'above'>, from: Place, to: Place): Place {
  const above = upwardsFrom(model, to)
  const common = upwardsFrom(model, from).filter(place => above.includes(place))
  return common.find(place => place !== from && place !== to) ?? 'city'
}

export const liveGrants = (model: Model, place: Place, organisation: number): Grant[] =>
  model.grants.filter(
    grant => grant.place === place && grant.organisation === organisation && !grant.isEnded && grant.until > model.now,
  )

/** Whether an incubator may look at an organisation at all. */
export function seesOrganisation(model: Model, place: Place, organisation: number): boolean {
  const custodian = model.custodians[organisation]
  return (
    (custodian !== undefined && isWithin(model, custodian, place)) || liveGrants(model, place, organisation).length > 0
  )
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
export const visited = (model: Model, { chain, id }: Modelled): Place[] =>
  model.referrals
    .filter(other => other.chain === chain && other.id !== id && !other.isGone && other.submittedAt !== null)
    .filter(({ state }) => state !== 'withdrawn' && state !== 'voided')
    .flatMap(({ from, to }) => (to === null ? [from] : [from, to]))

export const chainOf = visited

/** Whether the target may look into the dossier by this very referral. */
export const looksIn = (model: Model, { id, to }: Modelled): boolean =>
  model.grants.some(grant => grant.referral === id && grant.place === to && !grant.isEnded && grant.until > model.now)

/** States in which the target's sight stands open, until its day. */
export const isServing = (state: Modelled['state']): boolean =>
  ['running', 'reported', 'disputed'].includes(STATE_FACTS[state].stretch)

export const today = (model: Model): CivilDate => civilDateOf(model.now)
