import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { firstCustodians, type Place, type Player } from './city.ts'
import { evidenceOf, ratingOf } from './marked.ts'
import { isWithin, type Model } from './model.ts'

/**
 * The parts of an organisation's dossier that somebody may ever read now, as spec/referral.md "What everyone sees" says and not as the product does:
 * whoever keeps it or stands above, whoever holds a live grant, what its sender sent, and the name to whoever served it. The organisation reads its own.
 */
export function openTo(model: Model, player: Player, organisation: number): Set<string> {
  const { place } = player
  if (place === null)
    return new Set(
      player.organisation === organisation
        ? [
            'name',
            'card',
            'people',
            'post',
            ...DOSSIER_SECTIONS,
            ...ofIt(model, organisation).flatMap(({ id }) => [evidenceOf(id), ratingOf(id)]),
          ]
        : [],
    )
  return new Set([
    ...byRequest(model, place, organisation),
    ...(organisation === 0 ? (writtenBeside[place] ?? []) : []),
    ...byCustody(model, place, organisation),
    ...byGrant(model, place, organisation),
    ...byReferral(model, place, organisation),
    ...byOutcome(model, place, organisation),
    ...byRating(model, place, organisation),
    // What an incubator noted for itself it keeps; nobody else reads it, above or after.
    ...(place === firstCustodians[organisation] ? ['notes'] : []),
  ])
}

function byCustody({ custodians, above }: Model, place: Place, organisation: number): string[] {
  const custodian = custodians[organisation]
  if (custodian === undefined || !isWithin({ above }, custodian, place)) return []
  return ['name', 'card', 'post', ...DOSSIER_SECTIONS, ...(custodian === place ? ['people'] : [])]
}

const byGrant = ({ grants, now }: Model, place: Place, organisation: number): string[] =>
  grants
    .filter(
      grant => grant.place === place && grant.organisation === organisation && !grant.isEnded && grant.until > now,
    )
    .flatMap(({ sections, personal }) => ['name', 'card', ...sections, ...(personal ? ['people', 'post'] : [])])

/** What a sender sent it keeps as it was sent; whom it once served a target knows by name. */
const byReferral = ({ referrals }: Model, place: Place, organisation: number): string[] =>
  referrals
    .filter(referral => referral.organisation === organisation && !referral.isGone)
    .flatMap(({ from, to, submittedAt, history, wish }) => {
      if (to === place && history.wasAccepted) return ['name']
      if (from !== place) return []
      return submittedAt === null
        ? ['name']
        : ['name', ...(wish?.sections ?? []), ...(wish?.personal ? ['people', 'post'] : [])]
    })

const ofIt = ({ referrals }: Model, organisation: number) => referrals.filter(one => one.organisation === organisation)
const reported: readonly string[] = ['outcomeReported', 'failed', 'disputed', 'closed', 'returned']

/** What shows an outcome its target keeps, and the sender reads for as long as the outcome stands; the desk reads none. */
const byOutcome = (model: Model, place: Place, organisation: number): string[] =>
  ofIt(model, organisation)
    .filter(({ from, to, state }) => to === place || (from === place && reported.includes(state)))
    .map(({ id }) => evidenceOf(id))

/** How the organisation found it, sender and target read; nobody above them does. */
const byRating = (model: Model, place: Place, organisation: number): string[] =>
  ofIt(model, organisation)
    .filter(({ from, to }) => to === place || from === place)
    .map(({ id }) => ratingOf(id))

/** What an incubator's requests for organisations say, as a part of its own. */
export const requestOf = (place: Place): string => `request${place.toLowerCase()}`

/** A request is its asker's; the custodian reads the words of the one that its draft answers. */
const byRequest = ({ referrals }: Model, place: Place, organisation: number): string[] => [
  requestOf(place),
  ...referrals
    .filter(one => one.kind === 'pull' && one.organisation === organisation && one.from === place)
    .flatMap(({ to }) => (to === null ? [] : [requestOf(to)])),
]

/** Of what the first street wrote about the first organisation: a batch is its own alone, a question also those asked read, and an answer whoever gave it. */
const writtenBeside: Partial<Record<Place, string[]>> = {
  streetA: ['batch', 'question', 'answer'],
  sector: ['question', 'answer'],
  districtB: ['question'],
}
