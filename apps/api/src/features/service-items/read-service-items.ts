import { isAllowed, relationOf, type TenantActor } from '@fuqiao/access'
import {
  fulfilmentPageSchema,
  getServiceItemInput,
  itemRecordSchema,
  listFulfilmentInput,
  listItemRecordsInput,
  listServiceItemsInput,
  pageOf,
  pageSize,
  type ServiceItemRow,
  serviceItemRowSchema,
  serviceItemsSchema,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { countedDays, isAskedOf, periodAround } from '@fuqiao/domain/service-item'
import { acknowledgeBy, acknowledgingStanding } from '@fuqiao/domain/standard'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { ownAcknowledging, readAcknowledgements, readOpening, termsOf } from '../standards/index.ts'
import {
  type AskedBelow,
  countFulfilment,
  type PlacedItem,
  rangeWithin,
  readFulfilment,
  readItem,
  readItemRecords,
  readItems,
} from './service-item-store.ts'

type Acting = ActingIn & { actor: TenantActor }
/** Items that concern an incubator at most. */
const mostShown = 100

const daysOf = ({ row }: PlacedItem, on: string) => countedDays(row, periodAround(row.period, on))
const ownRange = ({ scopeLow: low, scopeHigh: high }: TenantActor) => ({ low, high })

/** Those asked whom the viewer sees below itself: itself it sees as its own. */
function belowOf({ actor, ability }: Acting, placed: PlacedItem): AskedBelow {
  const sees = isAllowed(ability, 'list', 'Acknowledgement', { relation: 'superior' })
  const within = rangeWithin(placed, ownRange(actor))
  const low = within.low === actor.scopeLow ? within.low + 1n : within.low
  return { item: placed.row, low, high: sees ? within.high : low - 1n }
}

const isAskedHere = (actor: TenantActor, { row, low, high }: PlacedItem) =>
  actor.scopeLow > low && actor.scopeLow <= high && isAskedOf(row, { tier: actor.tier, kind: actor.tenantKind })

async function viewOf(acting: Acting, placed: PlacedItem, on: string): Promise<ServiceItemRow> {
  const { tx, actor, ability, now } = acting
  const { networkId, tenantId, scopeLow } = actor
  const { row, tenantName } = placed
  const days = daysOf(placed, on)
  const counting = { days, target: row.target }
  const alone = { item: row, low: scopeLow, high: scopeLow }
  const isAsked = isAskedHere(actor, placed)
  const [below, own, [given], openedOn] = await Promise.all([
    countFulfilment(tx, belowOf(acting, placed), counting),
    isAsked ? countFulfilment(tx, alone, counting) : null,
    isAsked ? readAcknowledgements(tx, { networkId, tenantId, subject: { serviceItemId: row.id } }) : [],
    readOpening(tx, networkId, tenantId),
  ])
  const { id, title, words, serviceId, target, period, from, until, state, endReason, version } = row
  const terms = termsOf(acting, ({ serviceItems }) => serviceItems)
  const acknowledging = ownAcknowledging(acting, { madeKnownAt: row.createdAt, openedOn, given, terms })
  const relation = relationOf(actor, 'ServiceItem', row, now)
  return {
    ...{ id, title, words, serviceId, tenantId: row.tenantId, tenantName, target, period, from, until },
    ...{ state, endReason, version, below },
    tiers: row.tiers as ServiceItemRow['tiers'],
    kinds: row.kinds as ServiceItemRow['kinds'],
    days: days ?? null,
    own: own && {
      acknowledging: acknowledging && { ...acknowledging, mayGive: acknowledging.mayGive && state === 'pushed' },
      records: own.records,
    },
    mayEnd: state === 'pushed' && isAllowed(ability, 'end', 'ServiceItem', { relation }),
  }
}

/** Items of those above, of the acting incubator and of those below it, with what came of each in the period of a day (B-19). */
export const listServiceItems = tenantProcedure
  .meta({ can: ['list', 'ServiceItem'] })
  .input(listServiceItemsInput)
  .output(serviceItemsSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readItems(tx, { networkId: actor.networkId, ...ownRange(actor) }, mostShown)
    const on = input.on ?? civilDateOf(now)
    return {
      rows: await Promise.all(found.map(placed => viewOf(ctx, placed, on))),
      mayPush: actor.scopeLow < actor.scopeHigh && isAllowed(ability, 'push', 'ServiceItem', { relation: 'own' }),
    }
  })

async function findItem({ tx, actor, ability, now }: Acting, id: string): Promise<PlacedItem> {
  const found = await readItem(tx, { networkId: actor.networkId, id })
  if (!found) throw notFound()
  authorise(ability, 'read', 'ServiceItem', { relation: relationOf(actor, 'ServiceItem', found.row, now) })
  return found
}

/** One item. @throws NOT_FOUND, NOT_ALLOWED */
export const getServiceItem = tenantProcedure
  .meta({ can: ['read', 'ServiceItem'] })
  .input(getServiceItemInput)
  .output(serviceItemRowSchema)
  .query(async ({ ctx, input }) => viewOf(ctx, await findItem(ctx, input.id), input.on ?? civilDateOf(ctx.now)))

/** Which incubators did how much: the list that makes the counts of an item. @throws NOT_FOUND, NOT_ALLOWED */
export const listFulfilment = tenantProcedure
  .meta({ can: ['list', 'Acknowledgement'] })
  .input(listFulfilmentInput)
  .output(fulfilmentPageSchema)
  .query(async ({ ctx, input }) => {
    const { tx, now } = ctx
    const placed = await findItem(ctx, input.id)
    const days = daysOf(placed, input.on ?? civilDateOf(now))
    const { only, cursor: after } = input
    const page = { days, target: placed.row.target, only, after, limit: pageSize + 1 }
    const found = await readFulfilment(tx, belowOf(ctx, placed), page)
    const terms = termsOf(ctx, ({ serviceItems }) => serviceItems)
    const rows = found.slice(0, pageSize).map(({ openedOn, ...row }) => {
      const dueAt = acknowledgeBy(placed.row.createdAt, openedOn, terms)
      const givenAt = row.givenAt === null ? null : new Date(row.givenAt)
      return {
        ...row,
        standing: acknowledgingStanding({ givenAt, dueAt }, now),
        isMet: row.records >= placed.row.target,
      }
    })
    return { rows, next: found.length > pageSize ? (rows.at(-1)?.tenantId ?? null) : null }
  })

/** The recorded services that make a count, under the viewer's own sight. @throws NOT_FOUND, NOT_ALLOWED */
export const listItemRecords = tenantProcedure
  .meta({ can: ['list', 'IncubationCase'] })
  .input(listItemRecordsInput)
  .output(pageOf(itemRecordSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const placed = await findItem(ctx, input.id)
    const days = daysOf(placed, input.on ?? civilDateOf(now))
    const { tenantId, cursor } = input
    const range = rangeWithin(placed, ownRange(actor))
    const found = await readItemRecords(
      tx,
      { item: placed.row, ...range },
      { days, tenantId, cursor, limit: pageSize + 1 },
    )
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return { rows: found.slice(0, pageSize), next: last ? { at: `${last.on}T00:00:00Z`, id: last.id } : null }
  })
