import { asSystem, schema } from '@fuqiao/db'
import { inArray, isNull, or } from 'drizzle-orm'
import { dispatchOutbox } from '../../src/jobs/dispatch-outbox.ts'
import { runClocks } from '../../src/jobs/run-clocks.ts'
import { runReferralRequests } from '../../src/jobs/run-referral-requests.ts'
import { testMonday } from '../harness.ts'
import { type Place, type WalkCity, addOrganisation, firstCustodians, places, superiorOf } from './city.ts'
import { detours } from './detours.ts'
import { differences } from './differences.ts'
import { faultsOfBoard, faultsOfRollUps, faultsOfSight } from './looks.ts'
import { writeBeside } from './marked-beside.ts'
import { tickClocks } from './model-clock.ts'
import type { Model } from './model.ts'
import { type Deed, makeMove } from './moves.ts'
import { faultsIn, readStored } from './rules.ts'
import { act, askAgain } from './walk-acts.ts'
import { begin, beginConsult } from './walk-begin.ts'
import { beginPull, endRequests } from './walk-pull.ts'
import { askedOf, guided, partOf, stray } from './walk-choice.ts'
import { rateAs, rateSome } from './rate-some.ts'
import { moveStreet, putBack } from './tree-moves.ts'
import { Parted, type Start, type Step, type Tally, type Walk, count } from './walk-types.ts'

const dayMs = 86_400_000

/** Walks: each step is done to the model and by the API, and all that must hold is looked at after it. @throws Parted */
export async function walk(
  city: WalkCity,
  { start, steps }: { start: Start; steps: readonly Step[] },
  tally: Tally = new Map(),
  look?: (walked: Walk & { step: Step }) => Promise<string[]>,
): Promise<void> {
  const { world, staff, tenants } = city
  const now = testMonday
  world.setNow(now)
  const first = await addOrganisation(city, 'streetA', 0)
  const started = [first, await addOrganisation(city, 'districtA', 1, `${first.name}分部`)]
  const profile = world.deps.profiles.get('beijing-2017')
  if (!profile) throw new Error('no profile')
  const ids = Object.fromEntries(places.map(place => [place, tenants[place].id])) as Record<Place, string>
  const { referral: rules, businessDayEnds } = profile
  const reckoning = { rules, businessDayEnds, calendar: world.deps.calendar() }
  const model: Model = {
    ...{ now, custodians: [...firstCustodians], referrals: [], grants: [], ids, reckoning, turn: 0 },
    ...{ above: { ...superiorOf }, areTwins: !city.isMarked },
  }
  const organisationIds = started.map(({ id }) => id)
  const players = [...staff, ...started.map(({ player }) => player)]
  const stored = await readStored(world, organisationIds, organisationIds)
  const beside = city.isMarked ? await writeBeside(city, first.id) : null
  const it: Walk = { city, model, players, organisationIds, stored, last: null, beside, tally }
  try {
    await setOut(it, start)
    for (const [at, step] of steps.entries()) {
      const what = await take(it, step)
      it.stored = await readStored(world, organisationIds, [...model.referrals.map(({ id }) => id), ...organisationIds])
      const faults = [
        ...faultsIn(it.stored, new Map(model.referrals.map(({ id, version }) => [id, version]))),
        ...differences(it),
      ]
      faults.push(...(await (look?.({ ...it, step }) ?? lookAround(it, step))))
      if (faults.length > 0) throw new Parted(`step ${at + 1}, ${what}: ${faults.join('; ')}`)
    }
    for (const place of places) {
      const faults = await faultsOfBoard(it, place)
      if (faults.length > 0) throw new Parted(`at the end: ${faults.join('; ')}`)
    }
  } finally {
    city.custodians.splice(-model.custodians.length, model.custodians.length, ...model.custodians)
    await putBack(it)
    await dispatchOutbox(world.deps, model.now)
    await endRequests(it)
    // The next walk's clock begins anew: nothing of this one may be due in it.
    await asSystem(world.db, tx =>
      tx
        .update(schema.referral)
        .set({ nextClockAt: null })
        .where(or(inArray(schema.referral.organisationId, organisationIds), isNull(schema.referral.organisationId))),
    )
  }
}

const lookAround = async (it: Walk, step: Step): Promise<string[]> => [
  ...(await faultsOfSight(it, step)),
  ...(await faultsOfRollUps(it, step)),
]

const mainPath = [
  'edit',
  'requestConsent',
  'signConsent',
  'approve',
  'acknowledge',
  'accept',
  'begin',
  'reportOutcome',
] as const

/** Goes the first steps of the main path with the first organisation, and a way off it. */
async function setOut(it: Walk, { steps, mode, to, detour }: Start): Promise<void> {
  const { after, then } = detours[detour] ?? { after: steps, then: [] }
  if (after === 0) return
  const numbers = { kind: 50, a: 0, b: 0, c: mode === 'handOver' ? 1 : 0, d: 1 }
  await begin(it, numbers)
  const [referral] = it.model.referrals
  if (!referral) return
  const targets = places.filter(place => place !== referral.from)
  const go = async (deed: Deed): Promise<void> => {
    it.stored = await readStored(it.city.world, it.organisationIds, [referral.id])
    const player = partOf(it, deed, referral)[0]
    if (!player) return
    const move = makeMove(
      it.model,
      { deed, player, referral, stale: 0, asked: askedOf(it, referral, deed) },
      { c: 1, d: 1 },
    )
    const place = targets[(to + (deed === 'assign' ? 1 : 0)) % targets.length] ?? 'city'
    await act(it, numbers, { ...move, mode, place })
  }
  for (const deed of mainPath.slice(0, after - 1)) await go(deed)
  for (const next of then)
    if (next === 'rate') await rateAs(it, referral)
    else if (typeof next === 'string') await go(next)
    else for (let days = 0; days < next; days += 2) await letDaysPass(it, 2)
}

function take(it: Walk, step: Step): Promise<string> {
  const { model } = it
  const known = model.referrals.filter(({ isGone }) => !isGone)
  if (step.kind < 13) return letTimePass(it, step)
  if (step.kind < 15) return moveStreet(it, step)
  if (known.length === 0 || (step.kind < 20 && known.filter(({ holder }) => holder !== null).length < 3))
    return beginning[step.c % 5]?.(it, step) ?? begin(it, step)
  if (step.kind > 96) return rateSome(it, step, known)
  // Mostly what somebody still owes an answer for.
  const held = known.filter(({ holder }) => holder !== null)
  const likely = held.length > 0 && step.d % 6 > 0 ? held : known
  const referral = likely[step.b % likely.length]
  if (!referral) throw new Error('none')
  if (step.kind < 24 && it.last) return askAgain(it, step)
  return step.kind < 34 ? act(it, step, stray(it, step, referral)) : act(it, step, guided(it, step, referral))
}

const beginning: Partial<Record<number, (it: Walk, step: Step) => Promise<string>>> = { 3: beginPull, 4: beginConsult }

async function letTimePass(it: Walk, { a, d }: Step): Promise<string> {
  await letDaysPass(it, (a % 9) + 1 + (d % 10) / 24)
  return `it is ${it.model.now.toISOString()}`
}

async function letDaysPass(it: Walk, days: number): Promise<void> {
  const { city, model } = it
  model.now = new Date(model.now.getTime() + Math.round(days * dayMs))
  city.world.setNow(model.now)
  for (const action of tickClocks(model)) count(it, action)
  await runClocks(city.world.deps, model.now)
  await runReferralRequests(city.world.deps, model.now)
  await dispatchOutbox(city.world.deps, model.now)
}
