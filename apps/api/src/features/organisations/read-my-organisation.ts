import { accessViewSchema, documentViewSchema, personViewSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, organisationProcedure } from '../../rpc/procedures.ts'
import { readCheckedDocuments } from './document-check-store.ts'
import { readAccesses, readPeople, readSections } from './dossier-store.ts'
import { cardSchema, cardView } from './get-organisation.ts'
import { sectionViewSchema } from './open-dossier.ts'
import { readCard, readServing } from './organisation-store.ts'

const output = z.strictObject({
  card: cardSchema,
  sections: z.array(sectionViewSchema),
  people: z.array(personViewSchema),
  documents: z.array(documentViewSchema),
  /** Everyone outside the custodian who looked, the latest first. */
  accesses: z.array(accessViewSchema),
})

/** An organisation's own card and dossier in full, and who looked into it. */
export const my = organisationProcedure
  .meta({ can: ['read', 'Organisation'] })
  .input(z.strictObject({}))
  .output(output)
  .query(async ({ ctx: { tx, actor, ability } }) => {
    authorise(ability, 'read', 'Organisation', { relation: 'organisation' })
    const owner = { networkId: actor.networkId, organisationId: actor.organisationId }
    const [row, serving, sections, people, documents, accesses] = await Promise.all([
      readCard(tx, owner.networkId, owner.organisationId),
      readServing(tx, owner.networkId, owner.organisationId),
      readSections(tx, owner.networkId, owner.organisationId),
      readPeople(tx, owner),
      readCheckedDocuments(tx, owner),
      readAccesses(tx, owner),
    ])
    if (!row) throw notFound()
    // Whom it was merged into is another's row, and never in an organisation's sight.
    return { card: cardView(row, serving, null), sections, people, documents, accesses }
  })
