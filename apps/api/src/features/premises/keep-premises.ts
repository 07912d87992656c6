import type { TenantActor } from '@fuqiao/access'
import {
  addEquipmentInput,
  addRoomInput,
  changeEquipmentInput,
  changeRoomInput,
  premisesAtInput,
} from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { type ActingContext, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { mayChange, placeFor } from '../upkeep/index.ts'
import {
  changeEquipmentRow,
  changeRoomRow,
  deleteEquipment,
  deleteRoom,
  findEquipment,
  findRoom,
  insertEquipment,
  insertRoom,
} from './premises-store.ts'

const changed = z.strictObject({ id: z.uuid(), version: z.int() })
const removed = z.strictObject({ ok: z.literal(true) })

function audit(ctx: ActingContext<TenantActor>, action: string, subjectId: string, version: number) {
  return writeAudit(ctx.tx, ctx.actor, {
    ...{ action: `premises.${action}`, subjectKind: 'Premises', subjectId, at: ctx.now, details: { version } },
  })
}

/** Adds a room to the acting incubator. @throws NOT_ALLOWED */
export const addRoom = tenantProcedure
  .meta({ can: ['create', 'Premises'] })
  .input(addRoomInput)
  .output(changed)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, ...card } = input
    return answerOnce(tx, { personId: actor.personId, key, procedure: 'premises.addRoom', input, now }, async () => {
      const { networkId, tenantId, scopeKey } = await placeFor(ctx, 'Premises', 'create')
      const id = v7()
      await insertRoom(tx, { networkId, tenantId, scopeKey, id, updatedAt: now, ...card })
      await audit(ctx, 'addRoom', id, 1)
      return { id, version: 1 }
    })
  })

/** Changes a room. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const changeRoom = tenantProcedure
  .meta({ can: ['update', 'Premises'] })
  .input(changeRoomInput)
  .output(changed)
  .mutation(async ({ ctx, input: { id, version, ...card } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    mayChange(ctx, 'Premises', 'update', await findRoom(ctx.tx, key))
    await changeRoomRow(ctx.tx, { ...key, version }, { ...card, updatedAt: ctx.now })
    await audit(ctx, 'changeRoom', id, version + 1)
    return { id, version: version + 1 }
  })

/** Takes a room out that the incubator has no longer. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const removeRoom = tenantProcedure
  .meta({ can: ['delete', 'Premises'] })
  .input(premisesAtInput)
  .output(removed)
  .mutation(async ({ ctx, input: { id, version } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    mayChange(ctx, 'Premises', 'delete', await findRoom(ctx.tx, key))
    await deleteRoom(ctx.tx, { ...key, version })
    await audit(ctx, 'removeRoom', id, version)
    return { ok: true as const }
  })

/** Adds equipment to the acting incubator. @throws NOT_ALLOWED */
export const addEquipment = tenantProcedure
  .meta({ can: ['create', 'Premises'] })
  .input(addEquipmentInput)
  .output(changed)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, ...card } = input
    const request = { personId: actor.personId, key, procedure: 'premises.addEquipment', input, now }
    return answerOnce(tx, request, async () => {
      const { networkId, tenantId, scopeKey } = await placeFor(ctx, 'Premises', 'create')
      const id = v7()
      await insertEquipment(tx, { networkId, tenantId, scopeKey, id, updatedAt: now, ...card })
      await audit(ctx, 'addEquipment', id, 1)
      return { id, version: 1 }
    })
  })

/** Changes equipment. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const changeEquipment = tenantProcedure
  .meta({ can: ['update', 'Premises'] })
  .input(changeEquipmentInput)
  .output(changed)
  .mutation(async ({ ctx, input: { id, version, ...card } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    mayChange(ctx, 'Premises', 'update', await findEquipment(ctx.tx, key))
    await changeEquipmentRow(ctx.tx, { ...key, version }, { ...card, updatedAt: ctx.now })
    await audit(ctx, 'changeEquipment', id, version + 1)
    return { id, version: version + 1 }
  })

/** Takes equipment out that is gone. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const removeEquipment = tenantProcedure
  .meta({ can: ['delete', 'Premises'] })
  .input(premisesAtInput)
  .output(removed)
  .mutation(async ({ ctx, input: { id, version } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    mayChange(ctx, 'Premises', 'delete', await findEquipment(ctx.tx, key))
    await deleteEquipment(ctx.tx, { ...key, version })
    await audit(ctx, 'removeEquipment', id, version)
    return { ok: true as const }
  })
