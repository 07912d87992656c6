import { AppError } from '../../rpc/app-error.ts'
import { meetingChanged, resolveInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { issueAssignment } from '../assignments/index.ts'
import { readItem } from './agenda-store.ts'
import { leadMeeting } from './lead-meeting.ts'
import { insertResolution, nextResolution } from './resolution-store.ts'

/** Characters of a resolution that name its assignments. */
const titleLength = 60

/**
 * What a meeting resolved: each of those responsible gets an assignment with the same end, in the same transaction.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, MEETING_WRONG_STATE, INPUT_INVALID, CALENDAR_NOT_LOADED
 */
export const resolve = tenantProcedure
  .meta({ can: ['lead', 'JointMeeting'] })
  .input(resolveInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, now } = ctx
    const { itemId, words, dueOn } = input
    return leadMeeting(ctx, {
      ...{ action: 'resolve', input },
      async andThen({ networkId, id: meetingId }) {
        const item = itemId === null ? null : await readItem(tx, { networkId, id: itemId })
        if (item === undefined || (item !== null && item.row.meetingId !== meetingId))
          throw new AppError('INPUT_INVALID', {}, { itemId: 'INPUT_AGENDA_ITEM_ELSEWHERE' })
        const id = v7()
        const ordinal = await nextResolution(tx, { networkId, id: meetingId })
        await insertResolution(tx, { networkId, id, meetingId, ordinal, itemId, words, dueOn, createdAt: now })
        const title = [...words].slice(0, titleLength).join('')
        for (const tenantId of new Set(input.tenantIds))
          await issueAssignment(ctx, {
            ...{ tenantId, kind: 'duty', title, words, dueOn, origin: 'resolution', resolution: { id, meetingId } },
          })
      },
    })
  })
