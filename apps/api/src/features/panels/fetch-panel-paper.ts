import { notFound } from '../../rpc/app-error.ts'
import { type StepCaller, tenantStep } from '../../rpc/acting-step.ts'
import { authorise } from '../../rpc/procedures.ts'
import { standingToSeat } from './panel-facts.ts'
import { readPaper, readSeat } from './panel-store.ts'

/** A paper of the application for the expert who sits in the seat, as long as the application lies open to them. @throws NOT_FOUND, NOT_ALLOWED */
export function panelPaperFor(caller: StepCaller, { seatId, paperId }: { seatId: string; paperId: string }) {
  return tenantStep(caller, true, async ({ tx, actor, ability, now }) => {
    const found = await readSeat(tx, { networkId: actor.networkId, id: seatId })
    if (!found) throw notFound()
    authorise(ability, 'score', 'PanelSeat', { relation: standingToSeat(actor, found.seat, now) })
    const paper = await readPaper(tx, seatId, paperId)
    if (!paper) throw notFound()
    return paper
  })
}
