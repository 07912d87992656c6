import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { addNote as appendNote, readNotes } from './dossier-store.ts'
import { findOrganisation } from './standing.ts'

/** The acting tenant's own notes on an organisation in sight. @throws NOT_FOUND, NOT_ALLOWED */
export const notes = tenantProcedure
  .meta({ can: ['list', 'OrganisationNote'] })
  .input(z.strictObject({ organisationId: z.uuid() }))
  .output(
    z.strictObject({
      rows: z.array(z.strictObject({ id: z.uuid(), text: z.string(), personName: z.string(), at: z.string() })),
    }),
  )
  .query(async ({ ctx, input: { organisationId } }) => {
    await findOrganisation(ctx.tx, ctx.actor, organisationId, ctx.now)
    authorise(ctx.ability, 'list', 'OrganisationNote', { relation: 'own' })
    return { rows: await readNotes(ctx.tx, ctx.actor, organisationId) }
  })

/** Writes a note that never leaves the acting tenant, not even upwards. @throws NOT_FOUND, NOT_ALLOWED */
export const addNote = tenantProcedure
  .meta({ can: ['writeNote', 'OrganisationNote'] })
  .input(z.strictObject({ organisationId: z.uuid(), text: z.string().trim().min(1).max(2000) }))
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(async ({ ctx, input: { organisationId, text } }) => {
    const { tx, actor, ability, now } = ctx
    await findOrganisation(tx, actor, organisationId, now)
    authorise(ability, 'writeNote', 'OrganisationNote', { relation: 'own' })
    const id = await appendNote(tx, actor, { organisationId, text, at: now })
    await writeAudit(tx, actor, {
      action: 'organisation.addNote',
      subjectKind: 'Organisation',
      subjectId: organisationId,
      at: now,
      details: { noteId: id },
    })
    return { id }
  })
