import { personViewSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { readPerson, recordLook } from './dossier-store.ts'
import { findOrganisation } from './standing.ts'

const input = z.strictObject({
  organisationId: z.uuid(),
  personId: z.uuid(),
  reason: z.string().trim().min(4).max(200),
})

/**
 * Shows a superior one named person in full, once, for a reason. The reason goes to the list of looks that the organisation reads and the
 * deed to the audit, in the same transaction. @throws NOT_FOUND, NOT_ALLOWED
 */
export const unmaskPerson = tenantProcedure
  .meta({ can: ['unmask', 'OrganisationPerson'] })
  .input(input)
  .output(personViewSchema)
  .mutation(async ({ ctx, input: { organisationId, personId, reason } }) => {
    const { tx, actor, ability, now } = ctx
    const found = await findOrganisation(tx, actor, organisationId, now)
    authorise(ability, 'unmask', 'OrganisationPerson', {
      relation: found.toPeople === 'none' ? found.relation : found.toPeople,
    })
    const person = await readPerson(tx, { networkId: actor.networkId, organisationId }, personId)
    await recordLook(tx, actor, { organisationId, sections: ['personal'], basis: 'unmask', reason, at: now })
    await writeAudit(tx, actor, {
      action: 'dossier.unmask',
      subjectKind: 'Organisation',
      subjectId: organisationId,
      at: now,
      details: { personId },
    })
    return person
  })
