import { isAllowed } from '@fuqiao/access'
import {
  accessViewSchema,
  documentViewSchema,
  dossierSectionNameSchema,
  type PersonView,
  personViewSchema,
} from '@fuqiao/contract'
import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { certifiedShare, isSocialWorkCertificate } from '@fuqiao/domain/upkeep'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { readAccesses, readLiveGrant, readPeople, readSections, recordLook } from './dossier-store.ts'
import { readCheckedDocuments } from './document-check-store.ts'
import { maskPerson } from './mask-people.ts'
import { findOrganisation } from './standing.ts'

const input = z.strictObject({ id: z.uuid() })

/** A section as a page reads it. */
export const sectionViewSchema = z.strictObject({
  section: dossierSectionNameSchema,
  body: z.record(z.string(), z.unknown()),
  version: z.int(),
  updatedAt: z.string(),
  updatedByName: z.string(),
})

const output = z.strictObject({
  /** On what ground the caller reads: as custodian, as superior in line, or under a grant. */
  basis: z.enum(['own', 'supervision', 'grant']),
  /** When the grant ends, and the referral it belongs to; null otherwise. */
  grant: z.strictObject({ referralId: z.uuid(), until: z.string() }).nullable(),
  /** The sections open to the caller; one that nobody wrote yet is not among them. */
  sections: z.array(sectionViewSchema),
  /** Null where the personal data of named people was not granted. */
  people: z
    .strictObject({
      isMasked: z.boolean(),
      /** Of the named people at work full time, those with a certificate of social work or a degree in it (Z-02). */
      share: z.strictObject({ certified: z.int(), fullTime: z.int() }),
      rows: z.array(personViewSchema),
    })
    .nullable(),
  documents: z.array(documentViewSchema),
  /** Looks of the acting tenant into this dossier. */
  accesses: z.array(accessViewSchema),
})

const shareOf = (people: readonly PersonView[]) =>
  certifiedShare(
    people.map(({ certificate, ...person }) => ({ ...person, isCertified: isSocialWorkCertificate(certificate) })),
  )

/**
 * Reads an organisation's dossier as far as it is open to the caller: the custodian all, a superior all with people masked, a grantee the
 * granted sections while the grant lives. A look from another tenant leaves a line that the organisation reads, hence no query.
 * @throws NOT_FOUND, NOT_ALLOWED
 */
export const openDossier = tenantProcedure
  .meta({ can: ['read', 'DossierSection'] })
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input: { id } }) => {
    const { tx, actor, ability, now } = ctx
    const owner = { networkId: actor.networkId, organisationId: id }
    const found = await findOrganisation(tx, actor, id, now)
    authorise(ability, 'read', 'DossierSection', { relation: found.relation })
    const [rows, people, documents, grant] = await Promise.all([
      readSections(tx, owner.networkId, id),
      readPeople(tx, owner),
      readCheckedDocuments(tx, owner),
      readLiveGrant(tx, actor, id, now),
    ])
    const sections = rows.filter(({ section }) =>
      isAllowed(ability, 'read', 'DossierSection', { relation: found.toSection(section) }),
    )
    const isOpen = (action: 'read' | 'readUnmasked') =>
      isAllowed(ability, action, 'OrganisationPerson', { relation: found.toPeople })
    const basis = found.relation === 'own' ? 'own' : found.isBelow ? 'supervision' : 'grant'
    const seesPeople = isOpen('read') && found.toPeople !== 'none'
    if (basis !== 'own') {
      const seen = [
        ...DOSSIER_SECTIONS.filter(section => sections.some(row => row.section === section)),
        ...(seesPeople && people.length > 0 ? ['personal'] : []),
      ]
      await recordLook(tx, actor, {
        organisationId: id,
        sections: seen,
        basis,
        referralId: basis === 'grant' ? (grant?.referralId ?? null) : null,
        at: now,
      })
    }
    const isMasked = !isOpen('readUnmasked')
    return {
      basis,
      grant: basis === 'grant' ? (grant ?? null) : null,
      sections,
      people: seesPeople
        ? { isMasked, share: shareOf(people), rows: isMasked ? people.map(maskPerson) : people }
        : null,
      documents,
      accesses: await readAccesses(tx, owner),
    }
  })
