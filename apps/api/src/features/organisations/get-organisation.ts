import { isAllowed } from '@fuqiao/access'
import { organisationRowSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { type CardRow, readCard, readGrants, readServing, type ServingRow } from './organisation-store.ts'
import { standingToOrganisation } from './standing.ts'

const input = z.strictObject({ id: z.uuid() })
const link = z.strictObject({ id: z.uuid(), name: z.string() })

/** The register's card. */
export const cardSchema = organisationRowSchema.extend({
  address: z.string(),
  summary: z.string(),
  registrationAuthority: z.string(),
  formerNames: z.array(z.string()),
  creditCodeOverride: z.string().nullable(),
  filedOn: z.string().nullable(),
  createdAt: z.string(),
  version: z.int(),
  custodian: link,
  firstContact: link,
  reporting: link,
  serving: z.array(
    z.strictObject({ tenantId: z.uuid(), tenantName: z.string(), from: z.string(), until: z.string().nullable() }),
  ),
})

const output = cardSchema.extend({
  /** How the acting tenant stands to the organisation. */
  relation: z.enum(['own', 'superior', 'grantee']),
  can: z.strictObject({
    readDossier: z.boolean(),
    update: z.boolean(),
    refer: z.boolean(),
    unmask: z.boolean(),
    writeNote: z.boolean(),
    addDocument: z.boolean(),
    checkDocuments: z.boolean(),
  }),
})

/** The card in the contract's shape. */
export function cardView(row: CardRow, serving: ServingRow[]): z.infer<typeof cardSchema> {
  const { scopeKey: _, custodianName, firstContactId, firstContactName, reportingId, reportingName, ...card } = row
  return {
    ...card,
    custodian: { id: card.tenantId, name: custodianName },
    firstContact: { id: firstContactId, name: firstContactName },
    reporting: { id: reportingId, name: reportingName },
    serving,
  }
}

/** One organisation in sight: its card, its links to tenants, and what the caller may do with it. */
export const get = tenantProcedure
  .meta({ can: ['read', 'Organisation'] })
  .input(input)
  .output(output)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const [row, serving, grants] = await Promise.all([
      readCard(tx, actor.networkId, input.id),
      readServing(tx, actor.networkId, input.id),
      readGrants(tx, actor, input.id),
    ])
    if (!row) throw notFound()
    const place = { id: row.id, tenantId: row.tenantId, scopeKey: BigInt(row.scopeKey) }
    const found = standingToOrganisation(actor, place, grants, now)
    const { relation } = found
    authorise(ability, 'read', 'Organisation', { relation })
    return {
      ...cardView(row, serving),
      relation: relation as 'own' | 'superior' | 'grantee',
      can: {
        readDossier: isAllowed(ability, 'read', 'DossierSection', { relation }),
        update: isAllowed(ability, 'update', 'Organisation', { relation }),
        refer: isAllowed(ability, 'refer', 'Organisation', { relation }),
        unmask: isAllowed(ability, 'unmask', 'OrganisationPerson', { relation: found.toPeople }),
        writeNote: isAllowed(ability, 'writeNote', 'OrganisationNote', { relation: 'own' }),
        addDocument: isAllowed(ability, 'create', 'Attachment', { relation }),
        checkDocuments: isAllowed(ability, 'create', 'DocumentCheck', { relation: found.toSection('documents') }),
      },
    }
  })
