import fc from 'fast-check'
import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestPerson } from '../harness.ts'
import { readEverything, textOf } from '../readings.ts'
import { buildWalkCity, type Player, type WalkCity } from './city.ts'
import { course } from './course.ts'
import { marksIn } from './marked.ts'
import type { Model } from './model.ts'
import { outgoingChannels } from './outgoing-channels.ts'
import { times } from './repetitions.ts'
import type { Stored } from './rules.ts'
import { openTo } from './sight.ts'
import { type Step, walk } from './walk.ts'
import { runAsOwner } from './weaken.ts'

const runs = Number(process.env['NONCE_RUNS'] ?? times(12, 120))
const seed = Number(process.env['WALK_SEED'] ?? randomInt(1_000_000_000))

let city: WalkCity
beforeAll(async () => {
  city = await buildWalkCity({ isMarked: true })
})
afterAll(() => city?.world.close())

/** Marks in some text that the reader has no right to: `organisation part`. */
function foreignMarks(model: Model, reader: Player, text: string): string[] {
  return marksIn(text).filter(mark => {
    const [at, part] = mark.split(' ')
    const organisation = Number(at) - firstOf(model)
    // An organisation of an earlier walk is not this model's to judge.
    return organisation >= 0 && !openTo(model, reader, organisation).has(part ?? '')
  })
}
const firstOf = (model: Model): number => city.organisations - model.custodians.length

type Look = { model: Model; players: readonly Player[]; organisationIds: string[]; stored: Stored; step: Step }

/** One reader reads everything there is, aimed at one organisation and one referral. */
async function look({ model, players, organisationIds, stored, step }: Look): Promise<string[]> {
  const reader = players[(step.a + step.c) % players.length]!
  const at = step.b % organisationIds.length
  const referrals = model.referrals.filter(({ isGone }) => !isGone)
  const referral = referrals[step.d % Math.max(1, referrals.length)]
  const consent = stored.consents.find(({ referralId }) => referralId === referral?.id)
  const sought = {
    organisationId: organisationIds[at] ?? randomUUID(),
    tenantId: city.tenants.streetA.id,
    referralId: referral?.id ?? randomUUID(),
    consentId: consent?.id ?? randomUUID(),
    texts: ['密标'],
  }
  // Only with a reason, which the organisation reads, does a superior see a named person.
  const but = ['organisations.unmaskPerson', ...(step.d % 4 === 0 ? [] : ['audit.export', 'referrals.exportFile'])]
  const answers = await readEverything(reader.person, sought, but)
  const faults = Object.entries(answers).flatMap(([name, answer]) => {
    const found = foreignMarks(model, reader, textOf(answer))
    return found.length > 0 ? [`${reader.name} reads by ${name}: ${found.join(', ')}`] : []
  })
  for (const channel of outgoingChannels)
    for (const { to, text } of await channel.read(city)) {
      const addressee = players.find(({ person }) => to === person.personId)
      const found = addressee ? foreignMarks(model, addressee, text) : marksIn(text)
      if (found.length > 0)
        faults.push(`${channel.name} carries ${found.join(', ')} to ${addressee?.name ?? 'outside'}`)
    }
  looked += 1
  return faults
}
let looked = 0

/** Hears live events: they carry ids, never a word of a dossier. */
async function listen(person: TestPerson, heard: string[]): Promise<void> {
  const stream = (await person.api.notifications.onChange()) as AsyncIterable<unknown>
  void (async () => {
    for await (const news of stream) heard.push(JSON.stringify(news))
  })().catch(() => {})
}

test(`[X-03] through ${runs} walks no answer, search, list, export, letter, snapshot, notice, board, record or live event carries a word of a dossier to whom it is not open (WALK_SEED=${seed})`, async () => {
  const heard: string[] = []
  await Promise.all(city.staff.map(({ person }) => listen(person, heard)))
  await fc.assert(
    fc.asyncProperty(course, taken => walk(city, taken, new Map(), look)),
    { seed, numRuns: runs, endOnFailure: true },
  )
  expect(looked).toBeGreaterThan(runs)
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  expect(marksIn(heard.join())).toEqual([])
}, 3_600_000)

test('a mark that slips into a notice is found', async () => {
  const weak = await buildWalkCity({ isMarked: true })
  const sound = city
  city = weak
  try {
    // A notice that names the organisation, to whoever is told.
    await runAsOwner(
      weak.world.adminUrl,
      `create function app.name_it() returns trigger language plpgsql security definer as $$ begin new.params := new.params || jsonb_build_object('fromName', (select o.name from public.referral r join public.organisation o on o.network_id = r.network_id and o.id = r.organisation_id where r.network_id = new.network_id and r.id = new.referral_id)); return new; end $$; create trigger name_it before insert on notice for each row execute function app.name_it()`,
    )
    const details = await fc.check(
      fc.asyncProperty(course, taken => walk(weak, taken, new Map(), look)),
      { seed: 4711, numRuns: 60, endOnFailure: true },
    )
    expect(String((details.errorInstance as Error | undefined)?.message)).toMatch(/ reads by .*: \d+ \w+/)
  } finally {
    city = sound
    await weak.world.close()
  }
}, 300_000)
