import type { Sql } from 'postgres'
import { writtenByHand } from './by-hand.ts'
import { median, printFigure, type Figure } from '../figure.ts'
import type { Subject } from '../statements.ts'
import type { Statement } from '../wire/proxy.ts'
import { openTimed, type TimedConnection } from './timed-connection.ts'

const warmUp = 20
const repetitions = 400

/** Medians of each statement's time on the server, the connections taking turns so that what else the machine does falls on all alike. */
export async function timeInTurns(
  runs: readonly { connection: TimedConnection; statement: Statement }[],
): Promise<number[]> {
  const times = runs.map((): number[] => [])
  for (let round = -warmUp; round < repetitions; round += 1) {
    for (let turn = 0; turn < runs.length; turn += 1) {
      const index = (turn + Math.abs(round)) % runs.length
      const run = runs[index]
      if (!run) continue
      const time = await run.connection.time(run.statement)
      if (round >= 0) times[index]?.push(time)
    }
  }
  return times.map(median)
}

/** The product's statements under the wall against the same answers without it, their conditions written by hand. */
export async function measureWall(admin: Sql, url: string, subjects: readonly Subject[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const subject of subjects) {
    const { figure, tier, sessionId, statement } = subject
    const byHand = await writtenByHand(admin, subject)
    const connections = await Promise.all([
      openTimed(url, sessionId),
      openTimed(url, null),
      openTimed(url, null, 'auto'),
    ])
    try {
      const [ours = NaN, ...floors] = await timeInTurns(
        connections.map((connection, index) => ({ connection, statement: index === 0 ? statement : byHand })),
      )
      // The floor is the better of a plan for any values, as ours, and a plan for these.
      figures.push(
        printFigure({ figure: `${figure}: execution`, tier, unit: 'us', ours, floor: Math.min(...floors), limit: 1.3 }),
      )
    } finally {
      await Promise.all(connections.map(connection => connection.close()))
    }
  }
  return figures
}
