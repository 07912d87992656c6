import { isAllowed, type TenantActor } from '@fuqiao/access'
import { idSchema, type PanelOfCase, panelOfCaseSchema } from '@fuqiao/contract'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { relationToCase } from './call-panel.ts'
import { candidatesFor, rulesOf, standingToPanel, standingToSeat } from './panel-facts.ts'
import {
  type CaseRow,
  type PanelRow,
  readCase,
  readMarks,
  readPanelOf,
  readPanelTask,
  readSeats,
} from './panel-store.ts'
import { candidateView, panelView } from './panel-view.ts'

type Acting = ActingIn & { actor: TenantActor }

/** The panel of a case: who sits, who has given marks, after all what they came to; and before it is called, how the pool stands to it. */
export const getPanelOfCase = tenantProcedure
  .meta({ can: ['read', 'Panel'] })
  .input(z.strictObject({ caseId: idSchema }))
  .output(panelOfCaseSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const key = { networkId: actor.networkId, id: input.caseId }
    const row = await readCase(tx, key)
    if (!row) throw notFound()
    authorise(ability, 'read', 'IncubationCase', { relation: relationToCase(actor, row, now) })
    const panel = await readPanelOf(tx, key)
    return {
      panel: panel ? await viewOf({ ...ctx, actor }, panel) : null,
      call: !panel || panel.state === 'calledOff' ? await callOf({ ...ctx, actor }, row) : null,
    }
  })

async function viewOf({ tx, actor, ability, now }: Acting, panel: PanelRow) {
  const [seats, marks] = await Promise.all([readSeats(tx, panel), readMarks(tx, panel)])
  const relation = standingToPanel(actor, panel, seats, now)
  authorise(ability, 'read', 'Panel', { relation })
  const relationTo = (seat: (typeof seats)[number]) => standingToSeat(actor, seat, now)
  return panelView(panel, { seats, marks }, { ability, relation, relationTo })
}

/** What whoever may call a panel sees before; null where none is due, or it is not the actor's to call. */
async function callOf({ tx, actor, ability, now, deps }: Acting, row: CaseRow): Promise<PanelOfCase['call']> {
  const { panel: rules } = await rulesOf({ tx, deps }, actor, row.rulesVersion)
  const mayCall = isAllowed(ability, 'call', 'Panel', { relation: relationToCase(actor, row, now) })
  if (!rules || !mayCall || !(await readPanelTask(tx, row))) return null
  const candidates = await candidatesFor(tx, { row, now, conflictYears: rules.conflictYears })
  return {
    ...{ caseVersion: row.version, needed: rules.experts, conflictYears: rules.conflictYears },
    candidates: candidates.map(candidateView),
  }
}
