import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { insertCase } from './case-rows.ts'
import type { TestPerson, TestWorld } from './harness.ts'
import type { Stage } from './referral-stage.ts'

/** What of experts and panels a change names: all of the first street. */
export type PanelRows = {
  expertId: string
  /** Somebody who may be an expert's account. */
  reviewerId: string
  /** A case whose panel is due and was not called. */
  panelCaseId: string
  /** A panel that was called and not drawn. */
  panelId: string
  /** A seat that was drawn and not answered, and who sits there. */
  seatId: string
  seatedPerson: TestPerson
}

/** Makes them by the procedures that people use, but for the way of the cases to their panels. */
export async function makePanelRows(world: TestWorld, stage: Stage): Promise<PanelRows> {
  const { networkId, tenants, people } = stage
  const { panels } = people.streetA.api
  const place = { networkId, tenantId: tenants.streetA.id }
  const reviewers = await Promise.all([1, 2, 3, 4].map(() => world.person({ ...place, roles: ['reviewer'] })))
  const [account, ...seated] = reviewers
  const card = { employer: '某大学', title: '', fields: ['elderCare' as const], qualifications: '', services: [] }
  const experts = await Promise.all(
    seated.map(({ personId }, n) =>
      panels.addExpert({ key: randomUUID(), name: `专家${n}`, ...card, personId }).then(({ id }) => id),
    ),
  )
  const [panelCaseId, called, drawn] = await Promise.all([1, 2, 3].map(() => caseBeforePanel(world, place)))
  const call = (caseId = '') => panels.callExperts({ key: randomUUID(), caseId, version: 1, declared: [] })
  const { id: panelId } = await call(called)
  const { id, version } = await call(drawn)
  await panels.draw({ key: randomUUID(), id, version })
  const seats = await asSystem(world.db, tx =>
    tx
      .select()
      .from(schema.panelSeat)
      .where(and(eq(schema.panelSeat.networkId, networkId), eq(schema.panelSeat.panelId, id))),
  )
  const [seat] = seats
  const seatedPerson = reviewers.find(({ personId }) => personId === seat?.personId)
  if (!seat || !seatedPerson || !account) throw new Error('nobody was drawn')
  const ids = { expertId: experts[0] ?? '', reviewerId: account.personId, panelCaseId: panelCaseId ?? '' }
  return { ...ids, panelId, seatId: seat.id, seatedPerson }
}

/** A case of a new organisation whose panel is due. */
async function caseBeforePanel(world: TestWorld, place: { networkId: number; tenantId: string }): Promise<string> {
  return asSystem(world.db, async tx => {
    const { id: organisationId } = await newOrganisation(tx, place)
    const caseId = await insertCase(tx, { ...place, organisationId, now: world.deps.now() })
    await tx
      .update(schema.caseTask)
      .set({ kind: 'panel', stepId: 'panel' })
      .where(and(eq(schema.caseTask.networkId, place.networkId), eq(schema.caseTask.caseId, caseId)))
    return caseId
  })
}
