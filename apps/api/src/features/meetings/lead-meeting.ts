import type { TenantActor } from '@fuqiao/access'
import { changeMeetingInput, keepMinutesInput, leadMeetingInput, meetingChanged } from '@fuqiao/contract'
import { decideMeeting, type MeetingAction, type MeetingRefusal } from '@fuqiao/domain/meeting'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { jointFiguresFor } from '../dashboards/index.ts'
import { meetingToLead, type Standing } from './meeting-facts.ts'
import {
  insertFigures,
  insertMeetingOutbox,
  type MeetingColumns,
  type MeetingRow,
  putMinutes,
  readFigures,
  readMinutes,
  writeMeeting,
} from './meeting-store.ts'

type Acting = ActingIn & { actor: TenantActor }

/** A deed of the centre on a meeting. */
type Deed = {
  action: MeetingAction
  input: { key: string; id: string; version: number }
  columns?: MeetingColumns
  /** What is written with it, after the meeting itself. */
  andThen?: (row: MeetingRow, standing: Standing) => Promise<void>
}

/**
 * One deed in one transaction: the row is locked, permission and rules are asked about it as it stands, and what becomes of it is written together with
 * its audit entry. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
export function leadMeeting(acting: Acting, deed: Deed): Promise<z.infer<typeof meetingChanged>> {
  const { tx, actor, now } = acting
  const { action, input, columns, andThen } = deed
  const request = { personId: actor.personId, key: input.key, procedure: `meetings.${action}`, input, now }
  return answerOnce(tx, request, async () => {
    const { row, standing } = await meetingToLead(acting, { networkId: actor.networkId, id: input.id })
    const next = await stateAfter(acting, { action, expectedVersion: input.version, row, standing })
    const version = row.version + 1
    await writeMeeting(tx, row, { ...columns, state: next, version, updatedAt: now })
    await andThen?.(row, standing)
    await writeAudit(tx, actor, {
      ...{ action: `meeting.${action}`, subjectKind: 'JointMeeting', subjectId: row.id, at: now },
      details: { number: row.number, from: row.state, to: next, version },
    })
    return { id: row.id, number: row.number, version, state: next }
  })
}

type Asked = { action: MeetingAction; expectedVersion: number; row: MeetingRow; standing: Standing }

/** What the machine answers. @throws its refusal as an error */
export async function stateAfter({ tx, actor, now }: Acting, { row, standing, ...command }: Asked) {
  const minutes = await readMinutes(tx, row)
  const facts = { ...row, hasMinutes: (minutes?.words ?? '') !== '', seats: standing.seats.length }
  const viewer = { isCentre: actor.isRoot, roles: actor.roles }
  const decision = decideMeeting(facts, command, { viewer, now })
  if (!decision.ok) throw meetingErrorOf(decision.refusal)
  return decision.next
}

function meetingErrorOf({ code, params }: MeetingRefusal): AppError {
  switch (code) {
    case 'MEETING_NOT_YOURS':
      return new AppError('NOT_ALLOWED')
    case 'MEETING_VERSION_CONFLICT':
      return new AppError('VERSION_CONFLICT', { ...params, of: 'meeting' })
    default:
      return new AppError(code, params)
  }
}

/** Another day, place or name, while it is planned. */
export const changeMeeting = tenantProcedure
  .meta({ can: ['lead', 'JointMeeting'] })
  .input(changeMeetingInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => {
    const { title, place } = input
    return leadMeeting(ctx, { action: 'change', input, columns: { title, place, meetsAt: new Date(input.meetsAt) } })
  })

/**
 * Convenes a meeting: the figures of all tiers are taken as they stand, small cells hidden as the meeting sees them, and kept with the seats as they are
 * filled; nothing changes them any more.
 */
export const conveneMeeting = tenantProcedure
  .meta({ can: ['lead', 'JointMeeting'] })
  .input(leadMeetingInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => {
    const { now } = ctx
    return leadMeeting(ctx, {
      ...{ action: 'convene', input, columns: { convenedAt: now } },
      andThen: (row, standing) => freeze(ctx, row, standing),
    })
  })

async function freeze(acting: Acting, { networkId, id, number }: MeetingRow, { seats }: Standing): Promise<void> {
  const { tx, actor, now } = acting
  // The gate counts for whoever convenes, in this very transaction: the meeting is convened by now.
  const figures = await jointFiguresFor(acting, { period: { kind: 'year' }, viewer: null })
  await insertFigures(tx, {
    ...{ networkId, meetingId: id, figures, takenAt: now },
    seats: seats.map(({ id: seatId, name, people }) => ({ seatId, name, people: people.map(one => one.name) })),
  })
  const toTenantIds = seats.flatMap(({ tenantId }) => tenantId ?? []).filter(one => one !== actor.tenantId)
  const payload = { action: 'convene' as const, number, fromTenantId: actor.tenantId, toTenantIds }
  await insertMeetingOutbox(tx, { networkId, id }, payload, now)
}

/** It took place. */
export const holdMeeting = tenantProcedure
  .meta({ can: ['lead', 'JointMeeting'] })
  .input(leadMeetingInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => leadMeeting(ctx, { action: 'hold', input, columns: { heldAt: ctx.now } }))

/** What was said, and who was there; written anew until the meeting is closed. */
export const keepMinutes = tenantProcedure
  .meta({ can: ['lead', 'JointMeeting'] })
  .input(keepMinutesInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { words, presentSeatIds } = input
    return leadMeeting(ctx, {
      ...{ action: 'keepMinutes', input },
      async andThen({ networkId, id: meetingId }) {
        const frozen = await readFigures(tx, { networkId, id: meetingId })
        if (presentSeatIds.some(id => !frozen?.seats.some(({ seatId }) => seatId === id)))
          throw new AppError('INPUT_INVALID', {}, { presentSeatIds: 'INPUT_JOINT_SEAT_ELSEWHERE' })
        await putMinutes(tx, {
          ...{ networkId, meetingId, words, presentSeatIds, writtenByName: actor.personName, updatedAt: now },
        })
      },
    })
  })

/** Nothing changes any more but how far its resolutions are. */
export const closeMeeting = tenantProcedure
  .meta({ can: ['lead', 'JointMeeting'] })
  .input(leadMeetingInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => leadMeeting(ctx, { action: 'close', input, columns: { closedAt: ctx.now } }))
