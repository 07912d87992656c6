import { isAllowed, type TenantActor } from '@fuqiao/access'
import { idSchema, type MySeat, mySeatSchema, pageSize, type SeatDesk, seatDeskSchema } from '@fuqiao/contract'
import { maySeat, type SeatDeed } from '@fuqiao/domain/panel'
import type { OrganisationField, OrganisationKind, OrganisationStage } from '@fuqiao/domain/profile'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { rulesOf, standingToSeat } from './panel-facts.ts'
import { readApplication, readMarks, readPapers, readSeat, readSeatsOf, type SeatWithPanel } from './panel-store.ts'
import { givenView, lotView } from './panel-view.ts'

type Acting = ActingIn & { actor: TenantActor }

/** The seats that the lot gave the acting person in this network, what is to be done first. */
export const listMySeats = tenantProcedure
  .meta({ can: ['list', 'PanelSeat'] })
  .input(z.strictObject({}))
  .output(z.array(mySeatSchema))
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, personId } = actor
    const found = await readSeatsOf(tx, { networkId, personId, limit: pageSize })
    return found
      .filter(({ seat }) => isAllowed(ability, 'list', 'PanelSeat', { relation: standingToSeat(actor, seat, now) }))
      .map(rowView)
  })

const rowView = ({ seat, panel, tenantName }: SeatWithPanel): MySeat => ({
  ...{ id: seat.id, organisationName: panel.organisationName, field: panel.field as OrganisationField, tenantName },
  ...{ state: seat.state, panelState: panel.state, drawnAt: seat.drawnAt.toISOString() },
  scoredAt: seat.scoredAt?.toISOString() ?? null,
})

/** One seat's desk: what is to be judged, by what, and what the person gave. The application lies open once they have said that there is no conflict, until all have given their marks. */
export const getSeatDesk = tenantProcedure
  .meta({ can: ['score', 'PanelSeat'] })
  .input(z.strictObject({ id: idSchema }))
  .output(seatDeskSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readSeat(tx, { networkId: actor.networkId, id: input.id })
    if (!found) throw notFound()
    const relation = standingToSeat(actor, found.seat, now)
    authorise(ability, 'score', 'PanelSeat', { relation })
    const { seat, panel } = found
    const marks = await readMarks(tx, panel)
    const may = (deed: SeatDeed) =>
      maySeat(deed, seat.state, panel.state) && isAllowed(ability, deed, 'PanelSeat', { relation })
    return {
      ...rowView(found),
      ...{ version: seat.version, reason: seat.reason, criteria: panel.criteria, lot: lotView(panel) },
      ...{ conflictYears: panel.conflictYears, seatCount: panel.seats },
      application: await applicationOf({ ...ctx, actor }, seat.id),
      given: givenView(marks.find(({ seatId }) => seatId === seat.id)),
      may: { accept: may('accept'), recuse: may('recuse'), score: may('score') },
    }
  })

/** What the organisation said of itself, in the words of the network's form. */
async function applicationOf({ tx, actor, deps }: Acting, seatId: string): Promise<SeatDesk['application']> {
  const found = await readApplication(tx, seatId)
  if (!found) return null
  const { application: form, eligibility } = await rulesOf({ tx, deps }, actor, found.rulesVersion)
  const { answers, claims } = found.application
  const papers = await readPapers(tx, seatId)
  const nameOf = (list: readonly { id: string; name: { zh: string; en: string } }[], id: string) =>
    list.find(entry => entry.id === id)?.name ?? { zh: id, en: id }
  return {
    organisationKind: found.organisationKind as OrganisationKind,
    stage: found.stage as OrganisationStage,
    divisionCode: found.divisionCode,
    answers: form.answers.flatMap(({ id, name }) => {
      const text = answers[id]
      return text ? [{ id, name, text }] : []
    }),
    claims: claims.map(claim => ({ ...claim, name: nameOf(eligibility, claim.id) })),
    papers: papers.map(({ recordId, ...paper }) => ({ ...paper, name: nameOf(form.papers, recordId) })),
  }
}
