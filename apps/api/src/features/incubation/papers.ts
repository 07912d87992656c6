import { addCasePaperInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { actingStep, type StepCaller } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { examineFile } from '../organisations/index.ts'
import { isWritable, standingToCase } from './case-facts.ts'
import { readCase } from './case-store.ts'
import { rulesOfCase } from './change-case.ts'
import { insertPaper, readPaper, removeOtherPapers } from './record-store.ts'

/** Whose part it is to hand something in. */
const actionFor = { application: 'edit', record: 'operate', agreement: 'sign' } as const

/**
 * Adds a paper or photo to a case: checked for its kind and size, kept under a generated id. Bytes come from the page's own process, never as JSON.
 * A draft's paper takes the place of the one before, which nobody else has seen; once it was submitted, both stay.
 * @throws NOT_FOUND, NOT_ALLOWED, FILE_TOO_LARGE, FILE_KIND_REFUSED, CASE_WRONG_STATE, CASE_PAPER_UNKNOWN
 */
export const addCasePaper = actorProcedure
  .meta({ can: ['read', 'IncubationCase'] })
  .input(addCasePaperInput)
  .output(z.strictObject({ id: z.uuid(), fileName: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readCase(tx, { networkId: actor.networkId, id: input.caseId })
    if (!found) throw notFound()
    const { row } = found
    authorise(ability, actionFor[input.purpose], 'IncubationCase', { relation: standingToCase(actor, row, now) })
    if (row.state === 'ended' || (input.purpose === 'application' && !isWritable(found)))
      throw new AppError('CASE_WRONG_STATE', { action: 'addPaper', state: row.state })
    const { papers } = (await rulesOfCase(ctx, row)).incubation.application
    if (input.purpose === 'application' && !papers.some(({ id: one }) => one === input.recordId))
      throw new AppError('CASE_PAPER_UNKNOWN')
    const file = examineFile({ fileName: input.fileName, content: input.content })
    const id = v7()
    await insertPaper(tx, {
      ...{ networkId: row.networkId, id, caseId: row.id, tenantId: row.tenantId, scopeKey: row.scopeKey },
      ...{ organisationId: row.organisationId, purpose: input.purpose, recordId: input.recordId },
      ...{ fileName: file.fileName, mediaType: file.mediaType, sha256: file.sha256, content: file.content },
      ...{ size: file.content.length, personName: actor.personName, createdAt: now },
    })
    if (row.state === 'draft') await removeOtherPapers(tx, row, { recordId: input.recordId, but: id })
    await writeAudit(tx, actor, {
      ...{ action: 'incubationCase.addPaper', subjectKind: 'IncubationCase', subjectId: row.id, at: now },
      details: { number: row.number, paperId: id, sha256: file.sha256, size: file.content.length },
    })
    return { id, fileName: file.fileName }
  })

/** A paper of a case for whoever may read the case. @throws NOT_FOUND, NOT_ALLOWED */
export function casePaperFor(caller: StepCaller, id: string) {
  return actingStep(caller, true, async ({ tx, actor, ability, now }) => {
    const paper = await readPaper(tx, actor.networkId, id)
    const found = paper && (await readCase(tx, { networkId: actor.networkId, id: paper.caseId }))
    if (!found) throw notFound()
    authorise(ability, 'read', 'IncubationCase', { relation: standingToCase(actor, found.row, now) })
    return paper
  })
}
