import { TRANSITIONS } from '@fuqiao/domain/referral'
import type { Player } from './city.ts'
import { type Modelled, relationTo } from './model.ts'
import { type Deed, type Move, actionOf, byAccount, deeds, makeMove, statesOf } from './moves.ts'
import type { Step, Walk } from './walk-types.ts'

/** The consent that a referral waits for, or had last. */
export const askedOf = ({ stored }: Walk, { id }: Modelled, deed: Deed): Move['asked'] => {
  const isFurther = deed === 'signFurtherConsent' || deed === 'refuseFurtherConsent'
  const consents = stored.consents.filter(
    ({ referralId, informationRound }) => referralId === id && (informationRound !== null) === isFurther,
  )
  const consent = consents.find(({ state }) => state === 'asked') ?? consents.at(-1)
  return consent ? { id: consent.id, digest: consent.shownDigest } : null
}

/** Anyone, anything, now and then by an old version. */
export function stray(it: Walk, { a, c, d }: Step, referral: Modelled): Move {
  const deed = deeds[c % deeds.length]!
  const player = it.players[a % it.players.length]!
  return makeMove(
    it.model,
    { deed, player, referral, stale: d % 3 === 0 ? 1 : 0, asked: askedOf(it, referral, deed) },
    { c, d },
  )
}

const weights: Partial<Record<Deed, number>> = {
  ...{
    withdraw: 1,
    revokeConsent: 1,
    refuseConsent: 1,
    refuseFurtherConsent: 2,
    sendBack: 1,
    discard: 1,
    proposeVoid: 1,
    cancelVoid: 2,
    edit: 2,
  },
  ...{ decline: 5, requestInformation: 4, waitlist: 4, keepWaiting: 3, hold: 4, requestReturn: 4, reportFailure: 3 },
  ...{
    progress: 2,
    dispute: 5,
    reopen: 5,
    signConsent: 14,
    requestConsent: 14,
    sendForApproval: 14,
    paper: 2,
    accept: 12,
    reportOutcome: 8,
  },
  ...{ settle: 3, acceptReturn: 8, dispatch: 12, assign: 12, reroute: 6 },
}

/** Somebody whose part it is does what the state allows. */
export function guided(it: Walk, { a, c, d }: Step, referral: Modelled): Move {
  const fitting = deeds.filter(deed => {
    const { kinds } = TRANSITIONS[actionOf(deed)]
    return statesOf(deed).includes(referral.state) && kinds.includes(referral.kind)
  })
  const weightOf = (deed: Deed): number => {
    if (deed === 'edit' && referral.to === null) return 30
    const isProposed = referral.history.voidProposedByPersonId !== null
    if ((deed === 'cancelVoid' || deed === 'confirmVoid') && !isProposed) return 0
    return deed === 'proposeVoid' && referral.history.wasAccepted ? 0 : (weights[deed] ?? 8)
  }
  const choices = fitting.flatMap(deed => Array.from<Deed>({ length: weightOf(deed) }).fill(deed))
  const deed = choices[c % choices.length] ?? 'edit'
  const able = partOf(it, deed, referral)
  const player = able[a % able.length] ?? it.players[a % it.players.length]!
  return makeMove(it.model, { deed, player, referral, stale: 0, asked: askedOf(it, referral, deed) }, { c: c >> 3, d })
}

/** The players whose part a deed is. */
export function partOf(it: Walk, deed: Deed, referral: Modelled): Player[] {
  const parts = TRANSITIONS[actionOf(deed)].by.filter(
    ({ relation }) => !byAccount.has(deed) || relation === 'organisation',
  )
  return it.players.filter(player =>
    parts.some(
      ({ relation, roles }) =>
        relation === relationTo(player, referral) && roles.some(role => player.roles.includes(role)),
    ),
  )
}
