import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { ReferralKey } from './referral-store.ts'

const {
  agreement,
  attachment,
  enquiry,
  capability,
  consent,
  dossierAccess,
  dossierGrant,
  referral,
  referralBatch,
  referralBatchItem,
  referralEvent,
  referralSnapshot,
  referralSupplement,
  tenant,
} = schema
const fromTenant = alias(tenant, 'from_tenant')
const toTenant = alias(tenant, 'to_tenant')

/** The lines of the timeline meant for the viewer, in order. */
export async function readTimeline(tx: Tx, { networkId, id }: ReferralKey) {
  return tx
    .select()
    .from(referralEvent)
    .where(and(eq(referralEvent.networkId, networkId), eq(referralEvent.referralId, id)))
    .orderBy(asc(referralEvent.seq))
}

/** The referrals of a chain that are in sight, in their places. */
export async function readChain(tx: Tx, networkId: number, chainId: string) {
  return tx
    .select({
      id: referral.id,
      number: referral.number,
      hop: referral.hop,
      fromName: fromTenant.name,
      toName: toTenant.name,
      state: referral.state,
    })
    .from(referral)
    .innerJoin(fromTenant, and(eq(fromTenant.networkId, referral.networkId), eq(fromTenant.id, referral.fromTenantId)))
    .leftJoin(toTenant, and(eq(toTenant.networkId, referral.networkId), eq(toTenant.id, referral.toTenantId)))
    .where(and(eq(referral.networkId, networkId), eq(referral.chainId, chainId)))
    .orderBy(asc(referral.hop), asc(referral.createdAt))
    .limit(50)
}

/** What shows a referral's outcome, as far as it is in sight, in the order in which it was handed in. */
export async function readOutcomePapers(tx: Tx, { networkId, id }: ReferralKey) {
  const { id: paperId, fileName, size, personName, createdAt } = attachment
  return tx
    .select({ id: paperId, fileName, size, personName, createdAt })
    .from(attachment)
    .where(and(eq(attachment.networkId, networkId), eq(attachment.referralId, id)))
    .orderBy(asc(createdAt), asc(paperId))
}

/** Consents of a referral that are in sight, the latest first. */
export async function readConsents(tx: Tx, { networkId, id }: ReferralKey) {
  return tx
    .select()
    .from(consent)
    .where(and(eq(consent.networkId, networkId), eq(consent.referralId, id)))
    .orderBy(desc(consent.askedAt), desc(consent.id))
}

/** The agreement that a referral cites, where it is in sight. */
export async function readCited(tx: Tx, cites: { networkId: number; agreementId: string | null }) {
  const { networkId, agreementId } = cites
  if (agreementId === null) return null
  const [row] = await tx
    .select({ id: agreement.id, number: agreement.number, title: agreement.title })
    .from(agreement)
    .where(and(eq(agreement.networkId, networkId), eq(agreement.id, agreementId)))
  return row ?? null
}

/** The agreement that a submitted referral cites, for the organisation whose letter names it: number and title, through the gate. */
export async function readCitedForOrganisation(tx: Tx, referralId: string) {
  const [row] = (await tx.execute(
    sql`select c.number, c.title from app.cited_agreement(${referralId}) c`,
  )) as unknown as { number: string; title: string }[]
  return row ?? null
}

/** The blind enquiry that a referral came from; its sender's alone, so that nobody else finds one. */
export async function readEnquiryOf(tx: Tx, from: { networkId: number; enquiryId: string | null }) {
  const { networkId, enquiryId } = from
  if (enquiryId === null) return null
  const [row] = await tx
    .select({ id: enquiry.id, number: enquiry.number })
    .from(enquiry)
    .where(and(eq(enquiry.networkId, networkId), eq(enquiry.id, enquiryId)))
  return row ?? null
}

/** What the request says that a referral answers, for the referral's sender; through the gate. */
export async function readAskedFor(tx: Tx, referralId: string) {
  const [row] = await tx.execute<
    Record<'number' | 'byName' | 'askedAt' | 'reason' | 'offer' | 'dueAt', string> & { isEnded: boolean }
  >(
    sql`select number, by_name as "byName", asked_at as "askedAt", reason, offer, due_at as "dueAt", is_ended as "isEnded" from app.asked_for(${referralId})`,
  )
  return row ? { ...row, askedAt: new Date(row.askedAt).toISOString(), dueAt: new Date(row.dueAt).toISOString() } : null
}

/** The batch that a referral was begun in; its sender's alone, so that nobody else finds one. */
export async function readBatchOf(tx: Tx, { networkId, id }: ReferralKey) {
  const [row] = await tx
    .select({ id: referralBatch.id, number: referralBatch.number, name: referralBatch.name })
    .from(referralBatchItem)
    .innerJoin(
      referralBatch,
      and(eq(referralBatch.networkId, referralBatchItem.networkId), eq(referralBatch.id, referralBatchItem.batchId)),
    )
    .where(and(eq(referralBatchItem.networkId, networkId), eq(referralBatchItem.referralId, id)))
  return row ?? null
}

/** Grants of a referral that are in sight, the latest first. */
export async function readGrants(tx: Tx, { networkId, id }: ReferralKey) {
  return tx
    .select()
    .from(dossierGrant)
    .where(and(eq(dossierGrant.networkId, networkId), eq(dossierGrant.referralId, id)))
    .orderBy(desc(dossierGrant.from), desc(dossierGrant.id))
}

/** The seal of a referral's snapshot, where it is in sight. */
export async function readSeal(tx: Tx, { networkId, id }: ReferralKey) {
  const [row] = await tx
    .select({ digest: referralSnapshot.digest, sealedAt: referralSnapshot.sealedAt })
    .from(referralSnapshot)
    .where(and(eq(referralSnapshot.networkId, networkId), eq(referralSnapshot.referralId, id)))
  return row
}

/** What went to the target beside the sealed dossier, where it is in sight; the first first. */
export async function readSupplements(tx: Tx, { networkId, id }: ReferralKey) {
  return tx
    .select()
    .from(referralSupplement)
    .where(and(eq(referralSupplement.networkId, networkId), eq(referralSupplement.referralId, id)))
    .orderBy(asc(referralSupplement.sealedAt))
}

/** The seals of these. */
export async function readSupplementSeals(tx: Tx, { networkId, id }: ReferralKey) {
  return tx
    .select({
      consentId: referralSupplement.consentId,
      digest: referralSupplement.digest,
      sealedAt: referralSupplement.sealedAt,
    })
    .from(referralSupplement)
    .where(and(eq(referralSupplement.networkId, networkId), eq(referralSupplement.referralId, id)))
}

/** The sealed dossier itself, where it is in sight. */
export async function readSnapshot(tx: Tx, { networkId, id }: ReferralKey) {
  const [row] = await tx
    .select()
    .from(referralSnapshot)
    .where(and(eq(referralSnapshot.networkId, networkId), eq(referralSnapshot.referralId, id)))
  return row
}

/** Who looked into an organisation's dossier, the latest first; all of it, or under one referral. */
export async function readAccess(
  tx: Tx,
  {
    networkId,
    organisationId,
    referralId,
    limit,
  }: { networkId: number; organisationId: string; referralId?: string; limit: number },
) {
  return tx
    .select({
      at: dossierAccess.at,
      tenantName: tenant.name,
      personName: dossierAccess.personName,
      sections: dossierAccess.sections,
      basis: dossierAccess.basis,
      reason: dossierAccess.reason,
    })
    .from(dossierAccess)
    .innerJoin(tenant, and(eq(tenant.networkId, dossierAccess.networkId), eq(tenant.id, dossierAccess.tenantId)))
    .where(
      and(
        eq(dossierAccess.networkId, networkId),
        eq(dossierAccess.organisationId, organisationId),
        referralId ? eq(dossierAccess.referralId, referralId) : undefined,
      ),
    )
    .orderBy(desc(dossierAccess.at))
    .limit(limit)
}

/** Notes that a dossier was looked into across tenants: the organisation reads it. */
export async function insertAccess(tx: Tx, row: typeof dossierAccess.$inferInsert): Promise<void> {
  await tx.insert(dossierAccess).values(row)
}

/** What has been shared of an organisation, with whom, until when. */
export async function readShared(tx: Tx, networkId: number, organisationId: string) {
  return tx
    .select({ grant: dossierGrant, tenantName: tenant.name, number: referral.number, purpose: referral.purpose })
    .from(dossierGrant)
    .innerJoin(tenant, and(eq(tenant.networkId, dossierGrant.networkId), eq(tenant.id, dossierGrant.tenantId)))
    .innerJoin(referral, and(eq(referral.networkId, dossierGrant.networkId), eq(referral.id, dossierGrant.referralId)))
    .where(and(eq(dossierGrant.networkId, networkId), eq(dossierGrant.organisationId, organisationId)))
    .orderBy(desc(dossierGrant.from))
    .limit(200)
}

/** Names and contact of an incubator, as its directory entry says. */
export async function readContact(tx: Tx, networkId: number, tenantId: string) {
  const [row] = await tx
    .select({ contactName: capability.contactName, contactPhone: capability.contactPhone })
    .from(capability)
    .where(and(eq(capability.networkId, networkId), eq(capability.tenantId, tenantId)))
  return row
}
