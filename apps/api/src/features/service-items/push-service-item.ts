import { relationOf, type TenantActor } from '@fuqiao/access'
import {
  acknowledged,
  acknowledgeInput,
  endServiceItemInput,
  pushServiceItemInput,
  serviceItemChanged,
} from '@fuqiao/contract'
import { isAskedOf } from '@fuqiao/domain/service-item'
import { v7 } from 'uuid'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { giveAcknowledgement } from '../standards/index.ts'
import {
  countAsked,
  insertItem,
  insertItemOutbox,
  type ItemRow,
  lockItem,
  readItem,
  writeItem,
} from './service-item-store.ts'

type Acting = ActingIn & { actor: TenantActor }

/** Asks the incubators below for a service, so many times a period (B-19). @throws NOT_ALLOWED, SERVICE_ITEM_NOBODY, INPUT_INVALID */
export const pushServiceItem = tenantProcedure
  .meta({ can: ['push', 'ServiceItem'] })
  .input(pushServiceItemInput)
  .output(serviceItemChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'push', 'ServiceItem', { relation: 'own' })
    const request = { personId: actor.personId, key: input.key, procedure: 'serviceItems.push', input, now }
    return answerOnce(tx, request, async () => {
      const { key: _key, ...said } = input
      const known = profileOf(deps, actor).incubation.services.some(({ id }) => id === said.serviceId)
      if (said.serviceId !== null && !known)
        throw new AppError('INPUT_INVALID', {}, { serviceId: 'INPUT_ITEM_SERVICE' })
      if (said.until !== null && said.until < said.from)
        throw new AppError('INPUT_INVALID', {}, { until: 'INPUT_PERIOD_ORDER' })
      const { networkId, tenantId, scopeLow: scopeKey, scopeHigh: high, personName } = actor
      const row: ItemRow = {
        ...{ ...said, networkId, id: v7(), tenantId, scopeKey, personName, state: 'pushed', endReason: '' },
        ...{ endedAt: null, version: 1, createdAt: now, updatedAt: now },
      }
      if ((await countAsked(tx, { item: row, low: scopeKey + 1n, high })) === 0)
        throw new AppError('SERVICE_ITEM_NOBODY', {}, { tiers: 'SERVICE_ITEM_NOBODY' })
      await insertItem(tx, row)
      await record(ctx, row, 'push')
      return { id: row.id, version: 1, state: 'pushed' as const }
    })
  })

/** Ends an item: nobody is asked any more; what was recorded stays. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, SERVICE_ITEM_ENDED */
export const endServiceItem = tenantProcedure
  .meta({ can: ['end', 'ServiceItem'] })
  .input(endServiceItemInput)
  .output(serviceItemChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'serviceItems.end', input, now }
    return answerOnce(tx, request, async () => {
      const key = { networkId: actor.networkId, id: input.id }
      const seen = await readItem(tx, key)
      if (!seen) throw notFound()
      authorise(ability, 'end', 'ServiceItem', { relation: relationOf(actor, 'ServiceItem', seen.row, now) })
      const row = await lockItem(tx, key)
      if (row.version !== input.version)
        throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'serviceItem' })
      if (row.state === 'ended') throw new AppError('SERVICE_ITEM_ENDED')
      const ended = { state: 'ended' as const, endReason: input.reason, endedAt: now, updatedAt: now }
      const after = { ...row, ...ended, version: row.version + 1 }
      await writeItem(tx, key, { ...ended, version: after.version })
      await record(ctx, after, 'end')
      return { id: row.id, version: after.version, state: after.state }
    })
  })

/** The acting incubator says that it knows of an item that is asked of it, once. @throws NOT_FOUND, NOT_ALLOWED, ACKNOWLEDGE_NOT_ASKED, ACKNOWLEDGED_ALREADY */
export const acknowledgeServiceItem = tenantProcedure
  .meta({ can: ['give', 'Acknowledgement'] })
  .input(acknowledgeInput)
  .output(acknowledged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'serviceItems.acknowledge', input, now }
    return answerOnce(tx, request, async () => {
      const found = await readItem(tx, { networkId: actor.networkId, id: input.id })
      if (!found) throw notFound()
      const { row, low, high } = found
      authorise(ability, 'read', 'ServiceItem', { relation: relationOf(actor, 'ServiceItem', row, now) })
      const isBelow = actor.scopeLow > low && actor.scopeLow <= high
      if (!isBelow || row.state === 'ended' || !isAskedOf(row, { tier: actor.tier, kind: actor.tenantKind }))
        throw new AppError('ACKNOWLEDGE_NOT_ASKED')
      return giveAcknowledgement(ctx, { serviceItemId: row.id }, { kind: 'serviceItem', number: row.title })
    })
  })

async function record({ tx, actor, now }: Acting, row: ItemRow, action: 'push' | 'end'): Promise<void> {
  const { id, title, state, version, tenantId, tiers, kinds } = row
  await writeAudit(tx, actor, {
    ...{ action: `serviceItem.${action}`, subjectKind: 'ServiceItem', subjectId: id, at: now },
    details: { number: title, to: state, version },
  })
  await insertItemOutbox(tx, row, { action, title, fromTenantId: tenantId, tiers, kinds, seq: version }, now)
}
