import { randomUUID } from 'node:crypto'
import { errorBody } from '../../src/rpc/error-format.ts'
import type { Player } from './city.ts'
import { markedRating } from './marked.ts'
import { type Modelled, nobody, relationTo } from './model.ts'
import { Parted, type Step, type Walk, count } from './walk-types.ts'

type Attempt = { player: Player; referral: Modelled; version: number }

/** Somebody says how it found a referral's service; mostly the organisation of one that is closed, now and then twice at once. @throws Parted */
export function rateSome(it: Walk, { a, b, c, d }: Step, known: readonly Modelled[]): Promise<string> {
  const closed = known.filter(({ state }) => state === 'closed')
  const likely = closed.length > 0 && d % 4 > 0 ? closed : known
  const referral = likely[b % likely.length]
  if (!referral) throw new Error('none')
  const itself = it.players.find(({ organisation }) => organisation !== null && organisation === referral.organisation)
  const player = (c % 4 > 0 ? itself : undefined) ?? it.players[a % it.players.length]!
  const stale = d % 7 === 0 ? 1 : 0
  return rate(it, { player, referral, version: Math.max(1, referral.version - stale) }, a % 2 === 0)
}

/** The organisation of a referral says how it found it, twice at once. */
export async function rateAs(it: Walk, referral: Modelled): Promise<void> {
  const player = it.players.find(({ organisation }) => organisation === referral.organisation)
  if (player) await rate(it, { player, referral, version: referral.version }, true)
}

async function rate(it: Walk, attempt: Attempt, isTwice: boolean): Promise<string> {
  const { player, referral } = attempt
  const what = `${player.name} rates a ${referral.kind} in ${referral.state}`
  const expected = verdictOn(attempt)
  count(it, expected)
  // As by a double click of two people who speak for it: one of them counts.
  const came = await Promise.all((isTwice ? [1, 2] : [1]).map(() => callApi(it, attempt)))
  if (expected === 'rate') referral.isRated = true
  const all = expected === 'rate' && isTwice ? ['RATING_GIVEN', 'rate'] : came.map(() => expected)
  if (all.length > 1 && all[0] !== all[1]) count(it, 'RATING_GIVEN')
  if (came.sort().join() !== all.join())
    throw new Parted(`${what}: the model says ${all.join()}, the API ${came.join()}`)
  return what
}

/** `rate` where it is theirs to say, else why not: once, by the organisation, of what is closed. */
function verdictOn({ player, referral, version }: Attempt): string {
  if (player.organisation === null) return 'NOT_ALLOWED'
  if (relationTo(player, referral) === null) return 'NOT_FOUND'
  if (version !== referral.version) return 'VERSION_CONFLICT'
  if (referral.state !== 'closed') return 'RATING_NOT_YET'
  return referral.isRated ? 'RATING_GIVEN' : 'rate'
}

function callApi({ city, model }: Walk, { player, referral, version }: Attempt): Promise<string> {
  const at = referral.organisation === nobody ? 0 : city.organisations - model.custodians.length + referral.organisation
  return player.person.api.referrals
    .rate({ key: randomUUID(), id: referral.id, version, grade: 'dissatisfied', words: markedRating(at, referral.id) })
    .then(
      () => 'rate',
      (error: unknown) => errorBody(error).appCode,
    )
}
