import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { firstCustodians, type Place, type Player } from './city.ts'
import { isWithin, type Model } from './model.ts'

/**
 * The parts of an organisation's dossier that somebody may ever read now, as spec/referral.md "What everyone sees" says and not as the product does:
 * whoever keeps it or stands above, whoever holds a live grant, what its sender sent, and the name to whoever served it. The organisation reads its own.
 */
export function openTo(model: Model, player: Player, organisation: number): Set<string> {
  const { place } = player
  if (place === null)
    return new Set(player.organisation === organisation ? ['name', 'card', 'people', ...DOSSIER_SECTIONS] : [])
  return new Set([
    ...byCustody(model, place, organisation),
    ...byGrant(model, place, organisation),
    ...byReferral(model, place, organisation),
    // What an incubator noted for itself it keeps; nobody else reads it, above or after.
    ...(place === firstCustodians[organisation] ? ['notes'] : []),
  ])
}

function byCustody({ custodians, above }: Model, place: Place, organisation: number): string[] {
  const custodian = custodians[organisation]
  if (custodian === undefined || !isWithin({ above }, custodian, place)) return []
  return ['name', 'card', ...DOSSIER_SECTIONS, ...(custodian === place ? ['people'] : [])]
}

const byGrant = ({ grants, now }: Model, place: Place, organisation: number): string[] =>
  grants
    .filter(
      grant => grant.place === place && grant.organisation === organisation && !grant.isEnded && grant.until > now,
    )
    .flatMap(({ sections, personal }) => ['name', 'card', ...sections, ...(personal ? ['people'] : [])])

/** What a sender sent it keeps as it was sent; whom it once served a target knows by name. */
const byReferral = ({ referrals }: Model, place: Place, organisation: number): string[] =>
  referrals
    .filter(referral => referral.organisation === organisation && !referral.isGone)
    .flatMap(({ from, to, submittedAt, history, wish }) => {
      if (to === place && history.wasAccepted) return ['name']
      if (from !== place) return []
      return submittedAt === null
        ? ['name']
        : ['name', ...(wish?.sections ?? []), ...(wish?.personal ? ['people'] : [])]
    })
