import { printFigure, type Figure } from '../figure.ts'
import type { Subject } from '../statements.ts'
import { timeInTurns } from './execution-time.ts'
import { openTimed } from './timed-connection.ts'

/** The product's statements, under the wall, in larger data sets against the smallest: the first network is the same in each. */
export async function measureGrowth(
  sizes: readonly { networks: number; url: string }[],
  subjects: readonly Subject[],
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { figure, tier, sessionId, statement } of subjects) {
    const [smallest = NaN, ...larger] = await timeInTurns(
      sizes.map(({ url }) => ({ statement, open: () => openTimed(url, sessionId) })),
    )
    for (const [index, ours] of larger.entries()) {
      const times = (sizes[index + 1]?.networks ?? 0) / (sizes[0]?.networks ?? 1)
      figures.push(
        printFigure({ figure: `${figure}: ${times} x the rows`, tier, unit: 'us', ours, floor: smallest, limit: 1.3 }),
      )
    }
  }
  return figures
}
