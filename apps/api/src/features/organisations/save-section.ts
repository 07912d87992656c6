import { dossierEntry } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { writeSection } from './dossier-store.ts'
import { findOrganisation } from './standing.ts'

const input = z.strictObject({
  organisationId: z.uuid(),
  /** The version that was on the page; null when nobody had written the section yet. */
  version: z.int().min(1).nullable(),
  entry: dossierEntry,
})
const output = z.strictObject({ version: z.int() })

/** Writes one section of an own organisation's dossier. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, INPUT_INVALID */
export const saveSection = tenantProcedure
  .meta({ can: ['update', 'DossierSection'] })
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input: { organisationId, version, entry } }) => {
    const { tx, actor, ability, now } = ctx
    const found = await findOrganisation(tx, actor, organisationId, now)
    authorise(ability, 'update', 'DossierSection', {
      relation: found.toSection(entry.section) === 'none' ? found.relation : found.toSection(entry.section),
    })
    const written = await writeSection(tx, actor, { ...entry, organisationId, version, at: now })
    await writeAudit(tx, actor, {
      action: 'dossier.saveSection',
      subjectKind: 'Organisation',
      subjectId: organisationId,
      at: now,
      details: { section: entry.section, version: written },
    })
    return { version: written }
  })
