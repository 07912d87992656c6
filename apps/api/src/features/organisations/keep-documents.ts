import { documentViewSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { readCheckedDocuments } from './document-check-store.ts'
import { findOrganisation } from './standing.ts'
import { storeAttachment } from './store-attachment.ts'

/** The papers of a dossier that are open to the caller; their bytes are served by `/files/attachments/:id`. @throws NOT_FOUND, NOT_ALLOWED */
export const documents = tenantProcedure
  .meta({ can: ['list', 'Attachment'] })
  .input(z.strictObject({ organisationId: z.uuid() }))
  .output(z.strictObject({ rows: z.array(documentViewSchema) }))
  .query(async ({ ctx, input: { organisationId } }) => {
    const found = await findOrganisation(ctx.tx, ctx.actor, organisationId, ctx.now)
    authorise(ctx.ability, 'list', 'Attachment', { relation: found.relation })
    return { rows: await readCheckedDocuments(ctx.tx, { networkId: ctx.actor.networkId, organisationId }) }
  })

/** Adds a paper to an own organisation's dossier. Bytes come from the page's own process, never as JSON. @throws NOT_FOUND, NOT_ALLOWED, FILE_TOO_LARGE, FILE_KIND_REFUSED */
export const addDocument = tenantProcedure
  .meta({ can: ['create', 'Attachment'] })
  .input(
    z.strictObject({
      organisationId: z.uuid(),
      fileName: z.string().min(1).max(500),
      content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
    }),
  )
  .output(z.strictObject({ id: z.uuid(), fileName: z.string() }))
  .mutation(async ({ ctx, input: { organisationId, fileName, content } }) => {
    const { tx, actor, ability, now } = ctx
    const found = await findOrganisation(tx, actor, organisationId, now)
    authorise(ability, 'create', 'Attachment', { relation: found.relation })
    const paper = await storeAttachment(tx, actor, { organisationId, purpose: 'document', fileName, content, at: now })
    const details = { attachmentId: paper.id, sha256: paper.sha256, size: paper.size }
    await writeAudit(tx, actor, {
      action: 'dossier.addDocument',
      subjectKind: 'Organisation',
      subjectId: organisationId,
      at: now,
      details,
    })
    return { id: paper.id, fileName: paper.fileName }
  })
