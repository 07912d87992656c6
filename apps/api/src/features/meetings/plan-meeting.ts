import { relationOf, type TenantActor } from '@fuqiao/access'
import { meetingChanged, planMeetingInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { nextNumber } from '../network/index.ts'
import { insertMeeting } from './meeting-store.ts'

/** The centre plans a joint meeting (联席会议, B-18). @throws NOT_ALLOWED */
export const planMeeting = tenantProcedure
  .meta({ can: ['plan', 'JointMeeting'] })
  .input(planMeetingInput)
  .output(meetingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'meetings.plan', input, now }
    return answerOnce(tx, request, () => plan({ ...ctx, actor }, input))
  })

async function plan(
  { tx, actor, ability, now }: ActingIn & { actor: TenantActor },
  { title, meetsAt: at, place }: z.infer<typeof planMeetingInput>,
) {
  const { networkId, tenantId, personName } = actor
  const relation = relationOf(actor, 'JointMeeting', { networkId, seatedPersonIds: [], responsibleTenantIds: [] }, now)
  authorise(ability, 'plan', 'JointMeeting', { relation })
  const [id, meetsAt] = [v7(), new Date(at)]
  const year = Number(civilDateOf(meetsAt).slice(0, 4))
  const count = await nextNumber(tx, { networkId, tenantId, name: 'jointMeeting', year })
  const number = `LX${year}-${String(count).padStart(2, '0')}`
  await insertMeeting(tx, {
    ...{ networkId, id, number, title, meetsAt, place, state: 'planned', plannedByName: personName },
    ...{ createdAt: now, updatedAt: now },
  })
  await writeAudit(tx, actor, {
    ...{ action: 'meeting.plan', subjectKind: 'JointMeeting', subjectId: id, at: now },
    details: { number, to: 'planned', version: 1 },
  })
  return { id, number, version: 1, state: 'planned' as const }
}
