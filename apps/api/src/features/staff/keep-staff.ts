import type { TenantActor } from '@fuqiao/access'
import { addStaffInput, addTrainingInput, changeStaffInput, endStaffInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { mayChange, placeFor } from '../upkeep/index.ts'
import {
  changeStaffRow,
  deleteTraining,
  findStaff,
  findTraining,
  insertStaff,
  insertTraining,
  type StaffRow,
} from './staff-store.ts'

const changed = z.strictObject({ id: z.uuid(), version: z.int() })

function audit(ctx: ActingContext<TenantActor>, action: string, subjectId: string, details: Record<string, unknown>) {
  return writeAudit(ctx.tx, ctx.actor, {
    ...{ action: `staff.${action}`, subjectKind: 'StaffMember', subjectId, at: ctx.now, details },
  })
}

/** A number without a certificate is none. */
const cardOf = <C extends Pick<StaffRow, 'certificate' | 'certificateNumber'>>(card: C): C =>
  card.certificate === 'none' ? { ...card, certificateNumber: '' } : card

/** Takes somebody into the register of the acting incubator. @throws NOT_ALLOWED */
export const addStaff = tenantProcedure
  .meta({ can: ['create', 'StaffMember'] })
  .input(addStaffInput)
  .output(changed)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, ...card } = input
    return answerOnce(tx, { personId: actor.personId, key, procedure: 'staff.add', input, now }, async () => {
      const { networkId, tenantId, scopeKey } = await placeFor(ctx, 'StaffMember', 'create')
      const id = v7()
      await insertStaff(tx, {
        ...{ networkId, tenantId, scopeKey, id, createdAt: now, updatedAt: now },
        ...cardOf(card),
      })
      await audit(ctx, 'add', id, { version: 1 })
      return { id, version: 1 }
    })
  })

/** Changes what is said of somebody. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, INPUT_INVALID where the first day lies after the last */
export const changeStaff = tenantProcedure
  .meta({ can: ['update', 'StaffMember'] })
  .input(changeStaffInput)
  .output(changed)
  .mutation(async ({ ctx, input: { id, version, ...card } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    const row = await findStaff(ctx.tx, key)
    mayChange(ctx, 'StaffMember', 'update', row)
    if (row.until !== null && row.until < card.from)
      throw new AppError('INPUT_INVALID', {}, { from: 'INPUT_STAFF_TERM' })
    await changeStaffRow(ctx.tx, { ...key, version }, { ...cardOf(card), updatedAt: ctx.now })
    await audit(ctx, 'change', id, { version: version + 1 })
    return { id, version: version + 1 }
  })

/** Writes the last day of somebody who leaves; the row stays. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, INPUT_INVALID before the first day */
export const endStaff = tenantProcedure
  .meta({ can: ['end', 'StaffMember'] })
  .input(endStaffInput)
  .output(changed)
  .mutation(async ({ ctx, input: { id, version, until } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    const row = await findStaff(ctx.tx, key)
    mayChange(ctx, 'StaffMember', 'end', row)
    if (until < row.from) throw new AppError('INPUT_INVALID', {}, { until: 'INPUT_STAFF_TERM' })
    await changeStaffRow(ctx.tx, { ...key, version }, { until, updatedAt: ctx.now })
    await audit(ctx, 'end', id, { until, version: version + 1 })
    return { id, version: version + 1 }
  })

/** Writes down a training that somebody took, up to today. @throws NOT_FOUND, NOT_ALLOWED, INPUT_INVALID for a day to come */
export const addTraining = tenantProcedure
  .meta({ can: ['update', 'StaffMember'] })
  .input(addTrainingInput)
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, ...training } = input
    return answerOnce(tx, { personId: actor.personId, key, procedure: 'staff.addTraining', input, now }, async () => {
      const row = await findStaff(tx, { networkId: actor.networkId, id: training.staffMemberId })
      mayChange(ctx, 'StaffMember', 'update', row)
      if (training.heldOn > civilDateOf(now)) throw new AppError('INPUT_INVALID', {}, { heldOn: 'INPUT_DAY_IN_FUTURE' })
      const { networkId, tenantId, scopeKey } = row
      const id = v7()
      await insertTraining(tx, { networkId, tenantId, scopeKey, id, createdAt: now, ...training })
      await audit(ctx, 'addTraining', row.id, { trainingId: id, hours: training.hours })
      return { id }
    })
  })

/** Takes out a training that was written down by mistake. @throws NOT_FOUND, NOT_ALLOWED */
export const removeTraining = tenantProcedure
  .meta({ can: ['update', 'StaffMember'] })
  .input(z.strictObject({ id: z.uuid() }))
  .output(z.strictObject({ ok: z.literal(true) }))
  .mutation(async ({ ctx, input: { id } }) => {
    const key = { networkId: ctx.actor.networkId, id }
    const row = await findTraining(ctx.tx, key)
    mayChange(ctx, 'StaffMember', 'update', row)
    await deleteTraining(ctx.tx, key)
    await audit(ctx, 'removeTraining', row.staffMemberId, { trainingId: id, hours: row.hours })
    return { ok: true as const }
  })
