import { isAllowed, type TenantActor } from '@fuqiao/access'
import {
  idSchema,
  type JointFigures,
  listMeetingsInput,
  meetingRowSchema,
  type MeetingRowView,
  type MeetingView,
  meetingViewSchema,
  pageOf,
  pageSize,
} from '@fuqiao/contract'
import { availableMeetingActions } from '@fuqiao/domain/meeting'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { readAgenda, readMeetingPapers } from './agenda-store.ts'
import { itemViews, paperView } from './agenda-view.ts'
import { readStanding, type Standing, standingToMeeting } from './meeting-facts.ts'
import { type MeetingRow, readFigures, readMeeting, readMeetings, readMinutes } from './meeting-store.ts'
import { readResolutions, readResolutionsBefore } from './resolution-store.ts'
import { resolutionViews } from './resolution-view.ts'

type Acting = ActingIn & { actor: TenantActor }

const rowView = ({ id, number, version, state, title, meetsAt, place }: MeetingRow): MeetingRowView => ({
  ...{ id, number, version, state, title, place },
  meetsAt: meetsAt.toISOString(),
})

/** Meetings for the centre, for whoever sits there, and for whoever is responsible to them; the latest first unless sorted otherwise. */
export const listMeetings = tenantProcedure
  .meta({ can: ['list', 'JointMeeting'] })
  .input(listMeetingsInput)
  .output(z.strictObject({ ...pageOf(meetingRowSchema).shape, mayPlan: z.boolean(), sits: z.boolean() }))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { filter = {}, sort, cursor } = input
    const [found, standing] = await Promise.all([
      readMeetings(tx, { networkId: actor.networkId, filter, sort, cursor, limit: pageSize + 1 }),
      readStanding(tx, actor),
    ])
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return {
      rows: found
        .slice(0, pageSize)
        .filter(row =>
          isAllowed(ability, 'list', 'JointMeeting', { relation: standingToMeeting(actor, row, standing, now) }),
        )
        .map(rowView),
      next: last ? { at: last.meetsAt.toISOString(), id: last.id } : null,
      mayPlan: actor.isRoot && isAllowed(ability, 'plan', 'JointMeeting', { relation: 'own' }),
      sits: standing.seats.some(({ personIds }) => personIds.includes(actor.personId)),
    }
  })

/** One meeting: whoever is only responsible for a resolution reads its head and that resolution. */
export const getMeeting = tenantProcedure
  .meta({ can: ['read', 'JointMeeting'] })
  .input(z.strictObject({ id: idSchema }))
  .output(meetingViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, entered } = ctx
    const row = await readMeeting(tx, { networkId: actor.networkId, id: input.id })
    if (!row) throw notFound()
    const standing = await readStanding(tx, actor)
    const relation = standingToMeeting(actor, row, standing, now)
    authorise(ability, 'read', 'JointMeeting', { relation })
    const acting = { ...ctx, actor }
    const inside = relation === 'target' ? outside : await insideOf(acting, row, standing)
    return {
      ...rowView(row),
      ...{ networkName: entered.networkName, plannedByName: row.plannedByName },
      as: relation === 'own' ? 'centre' : relation === 'self' ? 'member' : 'responsible',
      convenedAt: iso(row.convenedAt),
      heldAt: iso(row.heldAt),
      closedAt: iso(row.closedAt),
      resolutions: await resolutionViews(acting, await readResolutions(tx, row)),
      ...inside,
    }
  })

const iso = (date: Date | null) => date?.toISOString() ?? null

type Inside = Pick<MeetingView, 'agenda' | 'papers' | 'frozen' | 'minutes' | 'followUp' | 'actions'>
const outside: Inside = { agenda: [], papers: [], frozen: null, minutes: null, followUp: [], actions: [] }

/** What the centre and those who sit there read of it. */
async function insideOf(acting: Acting, row: MeetingRow, standing: Standing): Promise<Inside> {
  const { tx, actor, now } = acting
  // What was not done when it was held stays on its agenda; until then what is not done now.
  const asOf = row.heldAt ?? now
  const [agenda, papers, figures, minutes, before] = await Promise.all([
    readAgenda(tx, row),
    readMeetingPapers(tx, row),
    readFigures(tx, row),
    readMinutes(tx, row),
    readResolutionsBefore(tx, row, asOf),
  ])
  const facts = { ...row, hasMinutes: (minutes?.words ?? '') !== '', seats: standing.seats.length }
  const viewer = { isCentre: actor.isRoot, roles: actor.roles }
  return {
    agenda: await itemViews(acting, agenda, standing.seats),
    papers: papers.map(paperView),
    frozen: figures
      ? {
          ...{ takenAt: figures.takenAt.toISOString(), seats: figures.seats },
          figures: figures.figures as JointFigures,
        }
      : null,
    minutes: minutes
      ? {
          ...{ words: minutes.words, presentSeatIds: minutes.presentSeatIds, writtenByName: minutes.writtenByName },
          updatedAt: minutes.updatedAt.toISOString(),
        }
      : null,
    followUp: await resolutionViews(acting, before, asOf),
    actions: [...availableMeetingActions(facts, { viewer, now })],
  }
}
