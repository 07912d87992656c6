import type { Sql } from 'postgres'
import { writtenByHand } from './by-hand.ts'
import { median, printFigure, type Figure } from '../figure.ts'
import type { Subject } from '../statements.ts'
import type { Statement } from '../wire/proxy.ts'
import { openTimed, type TimedConnection } from './timed-connection.ts'

const warmUp = 20
const repetitions = 80
const sets = 5

/** A statement, and how the connection that it is timed on is opened. */
type Timed = { open: () => Promise<TimedConnection>; statement: Statement }

/**
 * Medians of each statement's time on the server. The connections take turns, so that what else the machine does falls on all alike; and they are opened
 * anew several times, because a server process keeps its place in the machine, and one in a better place than another was a fifth faster throughout.
 */
export async function timeInTurns(runs: readonly Timed[]): Promise<number[]> {
  const times = runs.map((): number[] => [])
  for (let set = 0; set < sets; set += 1) await timeSet(runs, times)
  return times.map(median)
}

async function timeSet(runs: readonly Timed[], times: readonly number[][]): Promise<void> {
  const connections = await Promise.all(runs.map(({ open }) => open()))
  try {
    for (let round = -warmUp; round < repetitions; round += 1) {
      for (let turn = 0; turn < runs.length; turn += 1) {
        const index = (turn + Math.abs(round)) % runs.length
        const run = runs[index]
        const time = run && (await connections[index]?.time(run.statement))
        if (round >= 0 && time !== undefined) times[index]?.push(time)
      }
    }
  } finally {
    await Promise.all(connections.map(connection => connection.close()))
  }
}

/** The product's statements under the wall against the same answers without it, their conditions written by hand. */
export async function measureWall(admin: Sql, url: string, subjects: readonly Subject[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const subject of subjects) {
    const { figure, tier, sessionId, statement } = subject
    const byHand = await writtenByHand(admin, subject)
    const [ours = NaN, ...floors] = await timeInTurns([
      { statement, open: () => openTimed(url, sessionId) },
      { statement: byHand, open: () => openTimed(url, null) },
      { statement: byHand, open: () => openTimed(url, null, 'auto') },
    ])
    // The floor is the better of a plan for any values, as ours, and a plan for these.
    figures.push(
      printFigure({ figure: `${figure}: execution`, tier, unit: 'us', ours, floor: Math.min(...floors), limit: 1.3 }),
    )
  }
  return figures
}
