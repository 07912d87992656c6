import type { TenantActor } from '@fuqiao/access'
import { acceptSeatInput, dismissSeatInput, recuseSeatInput, scoreSeatInput, seatChanged } from '@fuqiao/contract'
import { unmarked } from '@fuqiao/domain/incubation'
import { maySeat, SEAT_DEEDS, type SeatDeed } from '@fuqiao/domain/panel'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { standingToSeat } from './panel-facts.ts'
import {
  answerSeat,
  readCase,
  readPanelTask,
  readSeat,
  scoreSeat,
  type SeatOutcome,
  type SeatWithPanel,
} from './panel-store.ts'
import { recordPanel } from './record-panel.ts'

type Acting = ActingIn & { actor: TenantActor }
type At = { key: string; id: string; version: number }
type Doing = { deed: SeatDeed; reason: string; run: (found: SeatWithPanel) => Promise<SeatOutcome> }

/** Whoever was drawn says that there is no conflict; the application lies open to them from then on. */
export const acceptSeat = tenantProcedure
  .meta({ can: ['accept', 'PanelSeat'] })
  .input(acceptSeatInput)
  .output(seatChanged)
  .mutation(({ ctx, input }) => answer(ctx, input, 'accept', ''))

/** Whoever was drawn declares a conflict, and leaves; the next of the lot takes the seat. */
export const recuseSeat = tenantProcedure
  .meta({ can: ['recuse', 'PanelSeat'] })
  .input(recuseSeatInput)
  .output(seatChanged)
  .mutation(({ ctx, input }) => answer(ctx, input, 'recuse', input.reason))

/** The incubator frees the seat of somebody who does not answer, with a reason that stands in the case's history; the next of the lot takes it. */
export const dismissSeat = tenantProcedure
  .meta({ can: ['dismiss', 'PanelSeat'] })
  .input(dismissSeatInput)
  .output(seatChanged)
  .mutation(({ ctx, input }) => answer(ctx, input, 'dismiss', input.reason))

/** Gives the marks of a seat, once: every criterion from 0 to 100, with words that say why (J-07). Nobody but whoever gave them reads them until all have. */
export const scoreSeatOnce = tenantProcedure
  .meta({ can: ['score', 'PanelSeat'] })
  .input(scoreSeatInput)
  .output(seatChanged)
  .mutation(({ ctx, input }) => {
    const { id: seatId, version, words } = input
    const marks = Object.fromEntries(input.marks.map(({ id, mark }) => [id, mark]))
    return once(ctx, input, {
      deed: 'score',
      reason: '',
      run({ panel }) {
        const known = new Set(panel.criteria.map(({ id }) => id))
        const missing = unmarked(panel.criteria, marks)
        if (missing.length > 0) throw new AppError('CASE_MARK_MISSING', { criteria: missing.join(',') })
        // One mark a criterion, and none of anything else.
        if (input.marks.length !== known.size || input.marks.some(({ id }) => !known.has(id)))
          throw new AppError('INPUT_INVALID')
        return scoreSeat(ctx.tx, { seatId, marks, words, version })
      },
    })
  })

const answer = (acting: Acting, input: At, deed: Exclude<SeatDeed, 'score'>, reason: string) =>
  once(acting, input, {
    ...{ deed, reason },
    run: () => answerSeat(acting.tx, { seatId: input.id, deed, reason, version: input.version }),
  })

const once = (acting: Acting, input: At, doing: Doing) => {
  const { tx, actor, now } = acting
  const request = { personId: actor.personId, key: input.key, procedure: `panels.${doing.deed}`, input, now }
  return answerOnce(tx, request, () => deal(acting, input, doing))
}

async function deal({ tx, actor, ability, now }: Acting, { id, version }: At, { deed, reason, run }: Doing) {
  const key = { networkId: actor.networkId, id }
  const found = await readSeat(tx, key)
  if (!found) throw notFound()
  authorise(ability, deed, 'PanelSeat', { relation: standingToSeat(actor, found.seat, now) })
  check(found, { version, deed })
  const outcome = await run(found)
  // Somebody dealt with it between the reading and the gate: the row as it stands says how.
  if (outcome === 'changed' || outcome === 'state') {
    const standing = await readSeat(tx, key)
    if (standing) check(standing, { version, deed })
    throw new AppError('VERSION_CONFLICT', { version: version + 1 })
  }
  const { panel } = found
  const line = deed === 'dismiss' ? await lineOf({ tx, found, reason }) : undefined
  const details = { from: found.seat.state, to: SEAT_DEEDS[deed].to, outcome }
  await recordPanel(tx, actor, {
    ...{ panel, action: deed, seatId: id, version: version + 1, at: now, details },
    ...(line && { line }),
  })
  if (outcome === 'complete')
    await recordPanel(tx, actor, { panel, action: 'complete', version: panel.version + 1, at: now })
  return { id, version: version + 1, state: SEAT_DEEDS[deed].to }
}

/** @throws VERSION_CONFLICT, PANEL_SEAT_WRONG_STATE */
function check({ seat, panel }: SeatWithPanel, { version, deed }: { version: number; deed: SeatDeed }): void {
  if (seat.version !== version) throw new AppError('VERSION_CONFLICT', { version: seat.version })
  if (!maySeat(deed, seat.state, panel.state))
    throw new AppError('PANEL_SEAT_WRONG_STATE', { state: seat.state, panel: panel.state })
}

async function lineOf({ tx, found, reason }: { tx: Acting['tx']; found: SeatWithPanel; reason: string }) {
  const { networkId, caseId } = found.panel
  const row = await readCase(tx, { networkId, id: caseId })
  if (!row) throw notFound()
  const task = await readPanelTask(tx, { networkId, id: caseId })
  return { row, stepId: task?.stepId ?? null, note: `${found.seat.expertName}：${reason}` }
}
