import { isAllowed } from '@fuqiao/access'
import { organisationRowSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import {
  type CardRow,
  readAbsorbed,
  readCard,
  readGrants,
  readServing,
  readSurvivor,
  type ServingRow,
} from './organisation-store.ts'
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
  /** Set where it was a duplicate and is kept as history alone; `into` is null where the survivor is not in sight. */
  merged: z.strictObject({ at: z.string(), reason: z.string(), into: link.nullable() }).nullable(),
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
  /** Duplicates that were merged into it. */
  absorbed: z.array(z.strictObject({ id: z.uuid(), name: z.string(), mergedAt: z.string() })),
  can: z.strictObject({
    readDossier: z.boolean(),
    update: z.boolean(),
    refer: z.boolean(),
    unmask: z.boolean(),
    writeNote: z.boolean(),
    addDocument: z.boolean(),
    checkDocuments: z.boolean(),
    merge: z.boolean(),
    manageAccounts: z.boolean(),
  }),
})

/** The card in the contract's shape. */
export function cardView(
  row: CardRow,
  serving: ServingRow[],
  into: z.infer<typeof link> | null,
): z.infer<typeof cardSchema> {
  const { scopeKey: _, custodianName, firstContactId, firstContactName, reportingId, reportingName, ...named } = row
  const { mergedAt, mergeReason, mergedIntoId: _survivor, ...card } = named
  return {
    ...card,
    merged: mergedAt === null ? null : { at: mergedAt, reason: mergeReason, into },
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
    const [row, serving, grants, absorbed] = await Promise.all([
      readCard(tx, actor.networkId, input.id),
      readServing(tx, actor.networkId, input.id),
      readGrants(tx, actor, input.id),
      readAbsorbed(tx, actor.networkId, input.id),
    ])
    if (!row) throw notFound()
    const place = { id: row.id, tenantId: row.tenantId, scopeKey: BigInt(row.scopeKey) }
    const found = standingToOrganisation(actor, place, grants, now)
    const { relation } = found
    authorise(ability, 'read', 'Organisation', { relation })
    // Nothing is written of what was merged.
    const isKept = row.mergedAt !== null
    return {
      ...cardView(row, serving, await readSurvivor(tx, actor.networkId, row.mergedIntoId)),
      absorbed,
      relation: relation as 'own' | 'superior' | 'grantee',
      can: {
        readDossier: isAllowed(ability, 'read', 'DossierSection', { relation }),
        update: !isKept && isAllowed(ability, 'update', 'Organisation', { relation }),
        refer: !isKept && isAllowed(ability, 'refer', 'Organisation', { relation }),
        unmask: isAllowed(ability, 'unmask', 'OrganisationPerson', { relation: found.toPeople }),
        writeNote: isAllowed(ability, 'writeNote', 'OrganisationNote', { relation: 'own' }),
        addDocument: !isKept && isAllowed(ability, 'create', 'Attachment', { relation }),
        checkDocuments:
          !isKept && isAllowed(ability, 'create', 'DocumentCheck', { relation: found.toSection('documents') }),
        merge: !isKept && isAllowed(ability, 'merge', 'Organisation', { relation }),
        manageAccounts: isAllowed(ability, 'manageAccounts', 'Organisation', { relation }),
      },
    }
  })
