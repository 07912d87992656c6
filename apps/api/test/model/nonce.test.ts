import fc from 'fast-check'
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestPerson } from '../harness.ts'
import { buildWalkCity, type WalkCity } from './city.ts'
import { course } from './course.ts'
import { marksIn } from './marked.ts'
import { carried, type Look, looks, met } from './nonce-looks.ts'
import { outgoingChannels } from './outgoing-channels.ts'
import { isNightly, times } from './repetitions.ts'
import { walk } from './walk.ts'

const usual = 12
const runs = Number(process.env['NONCE_RUNS'] ?? times(usual, 120))
/** What is written of an organisation beside its sections, and must be there to be found. */
const written = [
  'name',
  'card',
  'people',
  'post',
  'notes',
  'batch',
  'question',
  'answer',
  'agreement',
  'imported',
  'need',
  'evidence',
]
/** What few walks come to, and so only many must have met. */
const seldom = runs >= 10 * usual ? ['rating'] : []
const seed = Number(process.env['WALK_SEED'] ?? randomInt(1_000_000_000))

let city: WalkCity
beforeAll(async () => {
  city = await buildWalkCity({ isMarked: true })
})
afterAll(() => city?.close())

/** By day after every other step: what slipped out lies there at the next one too. Every step at night, and where a walk is replayed. */
const isHalved = !isNightly && runs === usual
let looked = 0
let steps = 0
async function lookEverywhere(look: Look): Promise<string[]> {
  steps += 1
  if (isHalved && steps % 2 === 1) return []
  looked += 1
  const faults: string[] = []
  for (const way of Object.values(looks)) faults.push(...(await way(look)))
  return faults
}

/** Hears live events: they carry ids, never a word of a dossier. */
async function listen(person: TestPerson, heard: string[]): Promise<void> {
  const stream = (await person.api.notifications.onChange()) as AsyncIterable<unknown>
  void (async () => {
    for await (const news of stream) heard.push(JSON.stringify(news))
  })().catch(() => {})
}

test(`[X-03] through ${runs} walks no answer, search, list, export, letter, snapshot, document, notice, board, record, mail, webhook or live event carries a word of a dossier to whom it is not open (WALK_SEED=${seed})`, async () => {
  const heard: string[] = []
  await Promise.all(city.staff.map(({ person }) => listen(person, heard)))
  await fc.assert(
    fc.asyncProperty(course, taken => walk(city, taken, new Map(), lookEverywhere)),
    { seed, numRuns: runs, endOnFailure: true },
  )
  expect(looked).toBeGreaterThan(runs)
  // A replay is of one walk alone, which may meet less.
  if (runs >= usual) expect([...written, ...seldom].filter(part => !met.has(part))).toEqual([])
  for (const { name } of outgoingChannels) expect([name, carried.get(name) ?? 0]).not.toEqual([name, 0])
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  expect(marksIn(heard.join())).toEqual([])
}, 3_600_000)
