import type { TenantActor } from '@fuqiao/access'
import { addJointPaperInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { type StepCaller, tenantStep } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { examineFile } from '../organisations/index.ts'
import { insertPaper, readItem, readPaper } from './agenda-store.ts'
import { stateAfter } from './lead-meeting.ts'
import { meetingToLead, readStanding, standingToItem, standingToMeeting } from './meeting-facts.ts'
import { readMeeting } from './meeting-store.ts'

type Acting = ActingIn & { actor: TenantActor }

/**
 * Adds a paper to an item, by whoever raised it and until it is settled, or to a meeting, by the centre and until it is closed: checked for its kind and
 * size, kept under a generated id. Bytes come from the page's own process, never as JSON.
 * @throws NOT_FOUND, NOT_ALLOWED, AGENDA_ITEM_SETTLED, MEETING_WRONG_STATE, FILE_TOO_LARGE, FILE_KIND_REFUSED, INPUT_INVALID
 */
export const addJointPaper = tenantProcedure
  .meta({ can: ['list', 'JointAgendaItem'] })
  .input(addJointPaperInput)
  .output(z.strictObject({ id: z.uuid(), fileName: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { networkId } = actor
    const { itemId, meetingId } = input
    if ((itemId === null) === (meetingId === null)) throw new AppError('INPUT_INVALID')
    const subject =
      itemId === null
        ? await meetingForPaper({ ...ctx, actor }, meetingId ?? '')
        : await itemForPaper({ ...ctx, actor }, itemId)
    const { fileName, mediaType, sha256, content } = examineFile({ fileName: input.fileName, content: input.content })
    const id = v7()
    await insertPaper(tx, {
      ...{ networkId, id, itemId, meetingId, fileName, mediaType, sha256, content, size: content.length },
      ...{ personName: actor.personName, createdAt: now },
    })
    await writeAudit(tx, actor, {
      ...{ action: 'meeting.addPaper', subjectKind: subject.kind, subjectId: itemId ?? meetingId, at: now },
      details: { number: subject.number, paperId: id, sha256, size: content.length },
    })
    return { id, fileName }
  })

async function itemForPaper({ tx, actor, ability, now }: Acting, id: string) {
  const found = await readItem(tx, { networkId: actor.networkId, id })
  if (!found) throw notFound()
  const { row } = found
  const { seats } = await readStanding(tx, actor)
  authorise(ability, 'raise', 'JointAgendaItem', { relation: standingToItem(actor, row, seats, now) })
  if (row.state !== 'raised') throw new AppError('AGENDA_ITEM_SETTLED', { state: row.state })
  return { kind: 'JointAgendaItem', number: '' }
}

async function meetingForPaper(acting: Acting, id: string) {
  const { row, standing } = await meetingToLead(acting, { networkId: acting.actor.networkId, id })
  await stateAfter(acting, { action: 'addPaper', expectedVersion: row.version, row, standing })
  return { kind: 'JointMeeting', number: row.number }
}

/** A paper of the joint meeting for whoever may read what it hangs on. @throws NOT_FOUND, NOT_ALLOWED */
export function jointPaperFor(caller: StepCaller, id: string) {
  return tenantStep(caller, true, async ({ tx, actor, ability, now }) => {
    const { networkId } = actor
    const paper = await readPaper(tx, { networkId, id })
    if (!paper) throw notFound()
    const standing = await readStanding(tx, actor)
    const item = paper.itemId === null ? undefined : await readItem(tx, { networkId, id: paper.itemId })
    const meeting = paper.meetingId === null ? undefined : await readMeeting(tx, { networkId, id: paper.meetingId })
    if (item)
      authorise(ability, 'read', 'JointAgendaItem', { relation: standingToItem(actor, item.row, standing.seats, now) })
    else if (meeting)
      // Whoever is only responsible for a resolution reads no papers.
      authorise(ability, 'read', 'JointMeeting', {
        relation: standingToMeeting(actor, meeting, { ...standing, answered: new Set() }, now),
      })
    else throw notFound()
    return paper
  })
}
