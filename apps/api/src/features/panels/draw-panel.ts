import type { TenantActor } from '@fuqiao/access'
import { callOffPanelInput, drawPanelInput, panelChanged } from '@fuqiao/contract'
import { mayPanel, orderByLot, type PanelDeed } from '@fuqiao/domain/panel'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { seedOf, sha256, standingToPanel } from './panel-facts.ts'
import { lockPanel, type PanelRow, readCase, readPanelTask, readSeats, updatePanel } from './panel-store.ts'
import { recordPanel } from './record-panel.ts'

type Acting = ActingIn & { actor: TenantActor }

/**
 * Draws the panel by lot from the list that stands, with the seed that its digest stood for, and reveals it: whoever doubts it draws again (`orderByLot`).
 * The first have their seats with that; the order stays for those who take a seat that is left.
 */
export const drawPanel = tenantProcedure
  .meta({ can: ['draw', 'Panel'] })
  .input(drawPanelInput)
  .output(panelChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'panels.draw', input, now }
    return answerOnce(tx, request, async () => {
      const row = await lockAt({ ...ctx, actor }, { ...input, deed: 'draw' })
      const seed = seedOf(ctx.deps, row.id)
      if (sha256(seed) !== row.seedDigest) throw new AppError('PANEL_SEED_LOST')
      const lot = row.candidates.flatMap(({ expertId, standing }) => (standing === 'qualified' ? [expertId] : []))
      const order = orderByLot(lot, seed, sha256)
      const columns = { seed, order, drawnAt: now, drawnByName: actor.personName }
      return write({ ...ctx, actor }, row, { deed: 'draw', state: 'drawn', columns, note: '' })
    })
  })

/** Calls a panel off that cannot come to a result: what was given stays with whoever gave it, and another may be called. */
export const callOffPanel = tenantProcedure
  .meta({ can: ['callOff', 'Panel'] })
  .input(callOffPanelInput)
  .output(panelChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'panels.callOff', input, now }
    return answerOnce(tx, request, async () => {
      const row = await lockAt({ ...ctx, actor }, { ...input, deed: 'callOff' })
      const columns = { endReason: input.reason }
      return write({ ...ctx, actor }, row, { deed: 'callOff', state: 'calledOff', columns, note: input.reason })
    })
  })

/** @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PANEL_WRONG_STATE */
async function lockAt(
  { tx, actor, ability, now }: Acting,
  { id, version, deed }: { id: string; version: number; deed: PanelDeed },
): Promise<PanelRow> {
  const row = await lockPanel(tx, { networkId: actor.networkId, id })
  const relation = standingToPanel(actor, row, await readSeats(tx, row), now)
  authorise(ability, deed, 'Panel', { relation })
  if (row.version !== version) throw new AppError('VERSION_CONFLICT', { version: row.version })
  if (!mayPanel(deed, row.state)) throw new AppError('PANEL_WRONG_STATE', { state: row.state })
  return row
}

type Write = { deed: PanelDeed; state: PanelRow['state']; columns: Parameters<typeof updatePanel>[2]; note: string }

async function write({ tx, actor, now }: Acting, panel: PanelRow, { deed, state, columns, note }: Write) {
  const { networkId, id, caseId } = panel
  const [row, task] = [
    await readCase(tx, { networkId, id: caseId }),
    await readPanelTask(tx, { networkId, id: caseId }),
  ]
  if (!row) throw notFound()
  if (deed === 'draw' && task?.id !== panel.taskId) throw new AppError('PANEL_NOT_DUE')
  const version = panel.version + 1
  await updatePanel(tx, { networkId, id }, { ...columns, state, version, updatedAt: now })
  await recordPanel(tx, actor, {
    ...{ panel, action: deed, version, at: now, details: { from: panel.state, to: state } },
    line: { row, stepId: task?.stepId ?? null, note },
  })
  return { id, version, state }
}
