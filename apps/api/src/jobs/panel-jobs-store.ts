import { schema, type Tx } from '@fuqiao/db'
import { and, eq, inArray } from 'drizzle-orm'

const { expert, panel, panelSeat } = schema

/** Panels with their seats and where each of those drawn works, for notices. As the system role. */
export async function readPanelsTold(tx: Tx, ids: string[]) {
  if (ids.length === 0) return new Map<string, never>()
  const [panels, seats] = await Promise.all([
    tx.select().from(panel).where(inArray(panel.id, ids)),
    tx
      .select({ seat: panelSeat, tenantId: expert.tenantId })
      .from(panelSeat)
      .innerJoin(expert, and(eq(expert.networkId, panelSeat.networkId), eq(expert.id, panelSeat.expertId)))
      .where(inArray(panelSeat.panelId, ids)),
  ])
  return new Map(
    panels.map(({ id, caseId, caseNumber, state, seats: seatCount }) => [
      id,
      {
        ...{ caseId, caseNumber, state, seatCount },
        seats: seats
          .filter(({ seat }) => seat.panelId === id)
          .map(({ seat, tenantId }) => ({
            ...{ id: seat.id, state: seat.state, drawnAt: seat.drawnAt, expertName: seat.expertName, tenantId },
          })),
      },
    ]),
  )
}
