import { CLOCK_ACTIONS } from '@fuqiao/domain/referral'
import fc from 'fast-check'
import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { buildWalkCity } from './city.ts'
import { times } from './repetitions.ts'
import { course } from './course.ts'
import { deeds } from './moves.ts'
import { mergeSome } from './merge-some.ts'
import { retireSome } from './retire.ts'
import type { Tally } from './walk-types.ts'
import { walk } from './walk.ts'

const usual = 200
const runs = Number(process.env['WALK_RUNS'] ?? times(usual, 2000))
const seed = Number(process.env['WALK_SEED'] ?? randomInt(1_000_000_000))
const path = process.env['WALK_PATH']
/** What there is to take in a walk: every command of people and of the clock, and what lies around them. */
const commands: readonly string[] = [
  ...['create', ...deeds, ...CLOCK_ACTIONS],
  ...[
    'askFor',
    'drafted as asked',
    'asked in vain',
    'reparent',
    'suspend',
    'merge',
    'merge of organisations',
    'ORGANISATION_UNDER_WAY',
    'DUPLICATES_UNANSWERED',
    'accept with duplicates answered',
    'VERSION_CONFLICT',
    'rate',
    'RATING_NOT_YET',
    'RATING_GIVEN',
    'again',
    'KEY_REUSED',
  ],
]
/** Walks at once, each lane with a city of its own; and how many walks a city carries. */
const lanes = path === undefined ? 4 : 1
const perCity = 50

async function walkInCity(citySeed: number, numRuns: number, tally: Tally): Promise<void> {
  const city = await buildWalkCity()
  try {
    await fc.assert(
      fc.asyncProperty(course, taken => walk(city, taken, tally)),
      {
        seed: citySeed,
        numRuns,
        endOnFailure: process.env['WALK_SHRINK'] === '0',
        interruptAfterTimeLimit: 600_000,
        markInterruptAsFailure: true,
        ...(path === undefined ? {} : { path }),
      },
    )
    await mergeSome(city, tally)
    await retireSome(city, tally)
  } finally {
    await city.close()
  }
}

test(`[B-11] [X-03] [X-05] ${runs} random walks of a whole city's people: the API answers as the model does, and what must always hold holds after each step (WALK_SEED=${seed})`, async () => {
  const tally: Tally = new Map()
  const cities = Math.ceil(runs / perCity)
  let next = 0
  const lane = async () => {
    while (next < cities) {
      const at = next++
      await walkInCity(seed + at, Math.min(perCity, runs - at * perCity), tally)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  if (process.env['WALK_TALLY'])
    console.log(
      [...tally]
        .sort((a, b) => b[1] - a[1])
        .map(one => one.join(' '))
        .join(', '),
    )
  // What no walk ever took is not proven: a run of the usual length names it. A replay is of one walk alone.
  if (path === undefined && runs >= usual) expect(commands.filter(command => !tally.has(command))).toEqual([])
}, 3_600_000)
