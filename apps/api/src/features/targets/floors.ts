import type { BoardContext } from '../dashboards/index.ts'
import { askedOf, boardOfPlace } from '../indicators/index.ts'

type Board = Awaited<ReturnType<typeof boardOfPlace>>

/** The indicator board of a place for a whole year, of one indicator or of all, as far as is known now. @throws NOT_FOUND, NOT_ALLOWED */
export async function boardOfYear(
  ctx: BoardContext,
  { tenantId, year, indicatorId }: { tenantId?: string | undefined; year: number; indicatorId?: string },
): Promise<Board> {
  const asked = await askedOf(ctx, { ...(tenantId ? { tenantId } : {}), bucket: String(year), tree: 'now' })
  return boardOfPlace(ctx, asked, indicatorId)
}

const highest = (plans: readonly (number | null | undefined)[]): number | null => {
  const asked = plans.filter(plan => plan !== null && plan !== undefined)
  return asked.length === 0 ? null : Math.max(...asked)
}

/** What the network's document asks of a place itself: the most, where several of its targets speak of one indicator. */
export const floorOfWhole = ({ targets }: Board, indicatorId: string): number | null =>
  highest(targets.filter(target => target.indicatorId === indicatorId).map(({ plan }) => plan))

/** What the network's document asks of each place below. */
export function floorOfChild({ targets, children }: Board, indicatorId: string, childId: string): number | null {
  const child = children.find(({ tenant }) => tenant.id === childId)
  const ids = targets.filter(target => target.indicatorId === indicatorId).map(({ id }) => id)
  return highest(ids.map(id => child?.targets[id]?.plan))
}

/** What the document asks of the acting incubator and of those below it. */
export async function floorsOf(ctx: BoardContext, of: { year: number; indicatorId: string }) {
  const board = await boardOfYear(ctx, of)
  return {
    whole: floorOfWhole(board, of.indicatorId),
    children: new Map(board.children.map(({ tenant }) => [tenant.id, floorOfChild(board, of.indicatorId, tenant.id)])),
  }
}
