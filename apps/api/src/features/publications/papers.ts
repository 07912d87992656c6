import { relationOf } from '@fuqiao/access'
import { addPublicationPaperInput, idSchema, PUBLICATION_MOST_PAPERS, publicationPaperSchema } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { actingStep, type StepCaller } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { examineFile } from '../organisations/index.ts'
import {
  deletePaper,
  insertPaper,
  lockPublication,
  readPaper,
  readPapers,
  readPublication,
} from './publication-store.ts'

/** The version that a paper is added to or taken from, locked, in its writer's hands. */
async function writable({ tx, actor, ability, now }: ActingIn, id: string) {
  const key = { networkId: actor.networkId, id }
  const seen = await readPublication(tx, key)
  if (!seen) throw notFound()
  authorise(ability, 'write', 'Publication', { relation: relationOf(actor, 'Publication', seen.row, now) })
  if (seen.row.state !== 'draft' && seen.row.state !== 'returned')
    throw new AppError('PUBLICATION_WRONG_STATE', { state: seen.row.state })
  return lockPublication(tx, key)
}

/** Adds a paper, checked for its kind and size. Bytes come from the page's own process, never as JSON. @throws NOT_FOUND, NOT_ALLOWED, PUBLICATION_WRONG_STATE, PUBLICATION_TOO_MANY_PAPERS, FILE_TOO_LARGE, FILE_KIND_REFUSED */
export const addPublicationPaper = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(addPublicationPaperInput)
  .output(publicationPaperSchema)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const row = await writable(ctx, input.id)
    if ((await readPapers(tx, row)).length >= PUBLICATION_MOST_PAPERS)
      throw new AppError('PUBLICATION_TOO_MANY_PAPERS', { most: PUBLICATION_MOST_PAPERS })
    const { fileName, mediaType, sha256, content } = examineFile(input)
    const id = v7()
    const size = content.length
    await insertPaper(tx, {
      ...{ networkId: row.networkId, id, publicationId: row.id, tenantId: row.tenantId, scopeKey: row.scopeKey },
      ...{ fileName, mediaType, size, sha256, content, personName: actor.personName, createdAt: now },
    })
    await writeAudit(tx, actor, {
      ...{ action: 'publication.addPaper', subjectKind: 'Publication', subjectId: row.id, at: now },
      details: { paperId: id, sha256, size },
    })
    return { id, fileName, size }
  })

/** Takes a paper away while the version is written. @throws NOT_FOUND, NOT_ALLOWED, PUBLICATION_WRONG_STATE */
export const removePublicationPaper = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(z.strictObject({ id: idSchema }))
  .output(z.strictObject({ id: idSchema }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const paper = await readPaper(tx, actor.networkId, input.id)
    if (!paper) throw notFound()
    const row = await writable(ctx, paper.publicationId)
    await deletePaper(tx, actor.networkId, input.id)
    await writeAudit(tx, actor, {
      ...{ action: 'publication.removePaper', subjectKind: 'Publication', subjectId: row.id, at: now },
      details: { paperId: input.id },
    })
    return { id: input.id }
  })

/** A paper for whoever may read its publication. @throws NOT_FOUND, NOT_ALLOWED */
export function publicationPaperFor(caller: StepCaller, id: string) {
  return actingStep(caller, true, async ({ tx, actor, ability, now }) => {
    const paper = await readPaper(tx, actor.networkId, id)
    const found = paper && (await readPublication(tx, { networkId: actor.networkId, id: paper.publicationId }))
    if (!found) throw notFound()
    authorise(ability, 'read', 'Publication', { relation: relationOf(actor, 'Publication', found.row, now) })
    return paper
  })
}
