import { isAllowed, relationOf, type TenantActor } from '@fuqiao/access'
import {
  agendaItemSchema,
  itemChanged,
  listItemsInput,
  raiseItemInput,
  setItemAsideInput,
  takeItemInput,
} from '@fuqiao/contract'
import { AGENDA_TRANSITIONS, type AgendaAction } from '@fuqiao/domain/meeting'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { insertItem, type ItemRow, lockItem, nextPlace, readItem, readItems, writeItem } from './agenda-store.ts'
import { itemViews } from './agenda-view.ts'
import { stateAfter } from './lead-meeting.ts'
import { meetingToLead, readStanding, standingToItem } from './meeting-facts.ts'
import { insertMeetingOutbox, type MeetingPayload, writeMeeting } from './meeting-store.ts'
import { readCentreId } from './centre-store.ts'

type Acting = ActingIn & { actor: TenantActor }

/** What the acting incubator raised; for the centre, what anybody did. */
export const listItems = tenantProcedure
  .meta({ can: ['list', 'JointAgendaItem'] })
  .input(listItemsInput)
  .output(z.strictObject({ rows: z.array(agendaItemSchema), mayRaise: z.boolean() }))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId, isRoot } = actor
    const [found, { seats }] = await Promise.all([
      readItems(tx, { networkId, tenantId: isRoot ? null : tenantId, states: input.states ?? [] }),
      readStanding(tx, actor),
    ])
    const shown = found.filter(({ row }) =>
      isAllowed(ability, 'list', 'JointAgendaItem', { relation: standingToItem(actor, row, seats, now) }),
    )
    return {
      rows: await itemViews({ ...ctx, actor }, shown, seats),
      mayRaise: isAllowed(ability, 'raise', 'JointAgendaItem', { relation: 'own' }),
    }
  })

/** An incubator of any tier raises something for the joint meeting. @throws NOT_ALLOWED */
export const raiseItem = tenantProcedure
  .meta({ can: ['raise', 'JointAgendaItem'] })
  .input(raiseItemInput)
  .output(itemChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.raiseItem', input, now }
    return answerOnce(tx, request, async () => {
      const { networkId, tenantId, scopeLow: scopeKey, personName } = actor
      const { title, words } = input
      const of = { networkId, tenantId, isTaken: false, seatedPersonIds: [] }
      authorise(ability, 'raise', 'JointAgendaItem', { relation: relationOf(actor, 'JointAgendaItem', of, now) })
      const row: ItemRow = {
        ...{ networkId, id: v7(), tenantId, scopeKey, title, words, state: 'raised', meetingId: null, ordinal: null },
        ...{ reason: '', raisedByName: personName, raisedAt: now, settledAt: null, version: 1 },
      }
      await insertItem(tx, row)
      await record({ ...ctx, actor }, row, { action: 'raise', tellTenantId: await readCentreId(tx, networkId) })
      return { id: row.id, version: 1, state: row.state }
    })
  })

async function record(
  { tx, actor, now }: Acting,
  { networkId, id, state, version }: ItemRow,
  { action, tellTenantId, number = '' }: { action: MeetingPayload['action']; tellTenantId: string; number?: string },
): Promise<void> {
  await writeAudit(tx, actor, {
    ...{ action: `meeting.${action}`, subjectKind: 'JointAgendaItem', subjectId: id, at: now },
    details: { number, to: state, version },
  })
  const toTenantIds = [tellTenantId].filter(one => one !== actor.tenantId)
  await insertMeetingOutbox(tx, { networkId, id }, { action, number, fromTenantId: actor.tenantId, toTenantIds }, now)
}

/** The item, locked for the centre to settle. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, AGENDA_ITEM_SETTLED */
async function itemToSettle(
  { tx, actor, ability, now }: Acting,
  { id, version }: { id: string; version: number },
  action: AgendaAction,
): Promise<ItemRow> {
  const key = { networkId: actor.networkId, id }
  const locked = await lockItem(tx, key)
  const found = locked ?? (await readItem(tx, key))
  if (!found) throw notFound()
  const { row } = found
  const { seats } = await readStanding(tx, actor)
  authorise(ability, 'settle', 'JointAgendaItem', { relation: standingToItem(actor, row, seats, now) })
  if (!locked) throw new AppError('NOT_ALLOWED')
  if (row.version !== version)
    throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'agenda' })
  if (!AGENDA_TRANSITIONS[action].from.includes(row.state))
    throw new AppError('AGENDA_ITEM_SETTLED', { state: row.state })
  return row
}

/** The centre takes an item onto a meeting that was not held yet. */
export const takeItem = tenantProcedure
  .meta({ can: ['settle', 'JointAgendaItem'] })
  .input(takeItemInput)
  .output(itemChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const acting = { ...ctx, actor }
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.takeItem', input, now }
    return answerOnce(tx, request, async () => {
      const item = await itemToSettle(acting, input, 'take')
      const { row: meeting, standing } = await meetingToLead(acting, {
        networkId: actor.networkId,
        id: input.meetingId,
      })
      const ordinal = await nextPlace(tx, meeting)
      await stateAfter(acting, { action: 'take', expectedVersion: meeting.version, row: meeting, standing })
      await writeMeeting(tx, meeting, { version: meeting.version + 1, updatedAt: now })
      const columns = { state: AGENDA_TRANSITIONS.take.to, meetingId: meeting.id, ordinal, reason: '', settledAt: now }
      return settle(acting, item, { columns, action: 'take', number: meeting.number })
    })
  })

/** The centre sets an item aside, with the reason that whoever raised it reads. */
export const setItemAside = tenantProcedure
  .meta({ can: ['settle', 'JointAgendaItem'] })
  .input(setItemAsideInput)
  .output(itemChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const acting = { ...ctx, actor }
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.setItemAside', input, now }
    return answerOnce(tx, request, async () => {
      const item = await itemToSettle(acting, input, 'setAside')
      const columns = { state: AGENDA_TRANSITIONS.setAside.to, reason: input.reason, settledAt: now }
      return settle(acting, item, { columns, action: 'setAside' })
    })
  })

type Settling = {
  columns: Partial<ItemRow> & Pick<ItemRow, 'state'>
  action: AgendaAction
  number?: string
}

async function settle(acting: Acting, item: ItemRow, { columns, action, number = '' }: Settling) {
  const version = item.version + 1
  await writeItem(acting.tx, item, { ...columns, version })
  const row = { ...item, ...columns, version }
  await record(acting, row, { action, number, tellTenantId: item.tenantId })
  return { id: row.id, version, state: row.state }
}
