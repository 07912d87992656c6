import { addAssignmentPaperInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { actingStep, type StepCaller } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { examineFile } from '../organisations/index.ts'
import { standingToAssignment } from './assignment-facts.ts'
import { insertPaper, lockAssignment, readAssignment, readPaper } from './assignment-store.ts'

/**
 * Adds a paper that shows what was done, while it is being done: checked for its kind and size, kept under a generated id. Bytes come from the page's own
 * process, never as JSON. @throws NOT_FOUND, NOT_ALLOWED, ASSIGNMENT_WRONG_STATE, FILE_TOO_LARGE, FILE_KIND_REFUSED
 */
export const addAssignmentPaper = tenantProcedure
  .meta({ can: ['report', 'Assignment'] })
  .input(addAssignmentPaperInput)
  .output(z.strictObject({ id: z.uuid(), fileName: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const key = { networkId: actor.networkId, id: input.id }
    const found = (await lockAssignment(tx, key)) ?? (await readAssignment(tx, key))
    if (!found) throw notFound()
    const { row } = found
    authorise(ability, 'report', 'Assignment', { relation: standingToAssignment(actor, row, now) })
    if (row.state !== 'acknowledged' || row.kind !== 'duty')
      throw new AppError('ASSIGNMENT_WRONG_STATE', { state: row.state })
    const { fileName, mediaType, sha256, content } = examineFile({ fileName: input.fileName, content: input.content })
    const id = v7()
    await insertPaper(tx, {
      ...{ networkId: row.networkId, id, assignmentId: row.id, fileName, mediaType, sha256, content },
      ...{ size: content.length, personName: actor.personName, createdAt: now },
    })
    await writeAudit(tx, actor, {
      ...{ action: 'assignment.addPaper', subjectKind: 'Assignment', subjectId: row.id, at: now },
      details: { number: row.number, paperId: id, sha256, size: content.length },
    })
    return { id, fileName }
  })

/** A paper of an assignment for whoever may read it. @throws NOT_FOUND, NOT_ALLOWED */
export function assignmentPaperFor(caller: StepCaller, id: string) {
  return actingStep(caller, true, async ({ tx, actor, ability, now }) => {
    const paper = await readPaper(tx, { networkId: actor.networkId, id })
    const found = paper && (await readAssignment(tx, { networkId: actor.networkId, id: paper.assignmentId }))
    if (!found) throw notFound()
    authorise(ability, 'read', 'Assignment', { relation: standingToAssignment(actor, found.row, now) })
    return paper
  })
}
