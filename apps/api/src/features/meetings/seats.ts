import { isAllowed, relationOf, type TenantActor } from '@fuqiao/access'
import {
  addSeatInput,
  changeSeatInput,
  endSeatInput,
  jointMemberSchema,
  jointSeatSchema,
  jointSeatChanged,
} from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { standingToSeat } from './meeting-facts.ts'
import { insertSeat, lockSeat, readMembers, readSeats, readSeatTenant, type SeatRow, writeSeat } from './seat-store.ts'

type Acting = ActingIn & { actor: TenantActor }
const nobody = z.strictObject({}).optional()

/** The seats of the joint meeting: all of them for the centre, its own for whoever sits there. */
export const listSeats = tenantProcedure
  .meta({ can: ['list', 'JointSeat'] })
  .input(nobody)
  .output(z.strictObject({ rows: z.array(jointSeatSchema), mayKeep: z.boolean() }))
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    const rows = await readSeats(tx, actor.networkId)
    return {
      rows: rows
        .filter(row => isAllowed(ability, 'list', 'JointSeat', { relation: standingToSeat(actor, row, now) }))
        .map(({ id, version, tenantId, name, people, endedAt }) => ({
          ...{ id, version, tenantId, name, people, isEnded: endedAt !== null },
        })),
      mayKeep: isAllowed(ability, 'keep', 'JointSeat', { relation: standingOfCentre(actor, now) }),
    }
  })

/** How the actor stands to a seat that is to be given. */
const standingOfCentre = (actor: TenantActor, now: Date) =>
  relationOf(actor, 'JointSeat', { networkId: actor.networkId, seatedPersonIds: [] }, now)

/** Whoever is a member of the joint meeting anywhere in the network, for the centre to give seats to. @throws NOT_ALLOWED */
export const listMembers = tenantProcedure
  .meta({ can: ['keep', 'JointSeat'] })
  .input(nobody)
  .output(z.strictObject({ rows: z.array(jointMemberSchema) }))
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'keep', 'JointSeat', { relation: standingOfCentre(actor, now) })
    return { rows: await readMembers(tx) }
  })

/** The centre gives an incubator or a department a seat. @throws NOT_ALLOWED, NOT_FOUND, JOINT_SEAT_THERE, JOINT_SITTER_UNKNOWN, INPUT_INVALID */
export const addSeat = tenantProcedure
  .meta({ can: ['keep', 'JointSeat'] })
  .input(addSeatInput)
  .output(jointSeatChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.addSeat', input, now }
    return answerOnce(tx, request, () => add({ ...ctx, actor }, input))
  })

async function add(acting: Acting, { tenantId, department, personIds }: z.infer<typeof addSeatInput>) {
  const { tx, actor, ability, now } = acting
  const { networkId } = actor
  authorise(ability, 'keep', 'JointSeat', { relation: standingOfCentre(actor, now) })
  if ((tenantId === null) !== department.length > 0)
    throw new AppError('INPUT_INVALID', {}, { department: 'INPUT_JOINT_SEAT_OF_ONE' })
  const place = tenantId === null ? null : await readSeatTenant(tx, { networkId, id: tenantId })
  if (place === undefined) throw notFound()
  const row: SeatRow = {
    ...{ networkId, id: v7(), tenantId, name: place?.name ?? department, ...(await sitting(acting, personIds)) },
    ...{ version: 1, createdAt: now, updatedAt: now, endedAt: null },
  }
  if (!(await insertSeat(tx, row))) throw new AppError('JOINT_SEAT_THERE')
  await record(acting, row, 'addSeat')
  return { id: row.id, version: 1 }
}

/** Who sits there, by name as the network knows them. @throws JOINT_SITTER_UNKNOWN */
async function sitting({ tx }: Acting, personIds: readonly string[]): Promise<Pick<SeatRow, 'personIds' | 'people'>> {
  const members = new Map((await readMembers(tx)).map(({ personId, name }) => [personId, name]))
  const people = [...new Set(personIds)].map(personId => ({ personId, name: members.get(personId) ?? '' }))
  if (people.some(({ name }) => name === '')) throw new AppError('JOINT_SITTER_UNKNOWN')
  return { personIds: people.map(({ personId }) => personId), people }
}

async function record({ tx, actor, now }: Acting, { id, version, name }: SeatRow, action: string): Promise<void> {
  await writeAudit(tx, actor, {
    ...{ action: `meeting.${action}`, subjectKind: 'JointSeat', subjectId: id, at: now },
    details: { seat: name, version },
  })
}

/** The seat, locked for the centre to change it. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, JOINT_SEAT_ENDED */
async function seatToKeep({ tx, actor, ability, now }: Acting, { id, version }: { id: string; version: number }) {
  const row = await lockSeat(tx, { networkId: actor.networkId, id })
  if (!row) throw notFound()
  authorise(ability, 'keep', 'JointSeat', { relation: standingToSeat(actor, row, now) })
  if (row.version !== version) throw new AppError('VERSION_CONFLICT', { version: row.version, of: 'seat' })
  if (row.endedAt !== null) throw new AppError('JOINT_SEAT_ENDED')
  return row
}

/** Others sit there from now on. */
export const changeSeat = tenantProcedure
  .meta({ can: ['keep', 'JointSeat'] })
  .input(changeSeatInput)
  .output(jointSeatChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.changeSeat', input, now }
    return answerOnce(tx, request, async () => {
      const row = await seatToKeep({ ...ctx, actor }, input)
      const version = row.version + 1
      const people = await sitting({ ...ctx, actor }, input.personIds)
      await writeSeat(tx, row, { ...people, version, updatedAt: now })
      await record({ ...ctx, actor }, { ...row, version }, 'changeSeat')
      return { id: row.id, version }
    })
  })

/** The seat is no more; meetings that were convened keep it as it was. */
export const endSeat = tenantProcedure
  .meta({ can: ['keep', 'JointSeat'] })
  .input(endSeatInput)
  .output(jointSeatChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.endSeat', input, now }
    return answerOnce(tx, request, async () => {
      const row = await seatToKeep({ ...ctx, actor }, input)
      const version = row.version + 1
      await writeSeat(tx, row, { endedAt: now, version, updatedAt: now })
      await record({ ...ctx, actor }, { ...row, version }, 'endSeat')
      return { id: row.id, version }
    })
  })
