import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { ReferralKey } from './referral-store.ts'

const {
  attachment,
  consent,
  dossierGrant,
  dossierSection,
  organisationPerson,
  organisationServing,
  referralSnapshot,
  referralSupplement,
  tenant,
} = schema

export async function insertConsent(tx: Tx, row: typeof consent.$inferInsert): Promise<void> {
  await tx.insert(consent).values(row)
}

/** How a consent was given. */
export type Signature = {
  method: 'account' | 'paper'
  signatory: string
  signatoryPersonId: string | null
  attachmentId: string | null
  /** Why paper and not the account. */
  reason: string
  /** The digest of what the organisation was shown when it signed. */
  shownDigest?: string
}

/** The consent that was asked for is signed. */
export async function signAskedConsent(tx: Tx, key: ReferralKey, signature: Signature & { at: Date }): Promise<void> {
  const { at, ...columns } = signature
  await tx
    .update(consent)
    .set({ ...columns, state: 'signed', answeredAt: at })
    .where(openConsentOf(key, ['asked']))
}

/** How a consent ends, in a round of questions alone where one is named. */
export type ConsentEnding = {
  state: 'refused' | 'lapsed' | 'superseded' | 'revoked'
  reason?: string
  at?: Date
  informationRound?: number
}

/** A consent that was asked for or signed serves no longer. */
export async function setConsentAside(tx: Tx, key: ReferralKey, ending: ConsentEnding): Promise<void> {
  const answer = ending.at ? { answeredAt: ending.at, reason: ending.reason ?? '' } : {}
  await tx
    .update(consent)
    .set({ state: ending.state, ...answer })
    .where(
      and(
        openConsentOf(key, ['asked', 'signed']),
        ending.informationRound === undefined ? undefined : eq(consent.informationRound, ending.informationRound),
      ),
    )
}

const openConsentOf = ({ networkId, id }: ReferralKey, states: ('asked' | 'signed')[]) =>
  and(eq(consent.networkId, networkId), eq(consent.referralId, id), inArray(consent.state, states))

export async function insertAttachment(tx: Tx, row: typeof attachment.$inferInsert): Promise<void> {
  await tx.insert(attachment).values(row)
}

export async function insertSnapshot(tx: Tx, row: typeof referralSnapshot.$inferInsert): Promise<void> {
  await tx.insert(referralSnapshot).values(row)
}

export async function insertSupplement(tx: Tx, row: typeof referralSupplement.$inferInsert): Promise<void> {
  await tx.insert(referralSupplement).values(row)
}

/** What was consented to beside the referral's consent belongs to what it shares from now on, through the gate. */
export async function widenByConsent(tx: Tx, consentId: string): Promise<void> {
  await tx.execute(sql`select app.widen_by_consent(${consentId})`)
}

/** The signed consent of a round of questions. */
export async function readFurtherSigned(tx: Tx, { networkId, id }: ReferralKey, informationRound: number) {
  const [row] = await tx
    .select()
    .from(consent)
    .where(and(openConsentOf({ networkId, id }, ['signed']), eq(consent.informationRound, informationRound)))
  return row
}

export async function insertGrant(tx: Tx, row: typeof dossierGrant.$inferInsert): Promise<void> {
  await tx.insert(dossierGrant).values(row)
}

/** The tenant serves the organisation from now on; at its place as it stands when this is written, for it may have moved while the transaction waited. */
export async function insertServing(
  tx: Tx,
  row: Omit<typeof organisationServing.$inferInsert, 'scopeKey'>,
): Promise<void> {
  const { networkId, tenantId } = row
  const scopeKey = sql<bigint>`(select ${tenant.scopeKey} from ${tenant} where ${tenant.networkId} = ${networkId} and ${tenant.id} = ${tenantId})`
  await tx.insert(organisationServing).values({ ...row, scopeKey })
}

/** The sight that a referral opened ends. */
export async function endGrants(tx: Tx, key: ReferralKey, ending: { at: Date; reason: string }): Promise<void> {
  await tx
    .update(dossierGrant)
    .set({ endedAt: ending.at, endReason: ending.reason })
    .where(
      and(eq(dossierGrant.networkId, key.networkId), eq(dossierGrant.referralId, key.id), isNull(dossierGrant.endedAt)),
    )
}

/** The target's sight ends with what the common superior closes; through its gate. */
export async function endGrantsByDesk(tx: Tx, referralId: string, reason: string): Promise<void> {
  await tx.execute(sql`select app.end_grants_by_desk(${referralId}, ${reason})`)
}

/** Custody goes back to the sender, through its gate. */
export async function returnCustody(tx: Tx, referralId: string): Promise<void> {
  await tx.execute(sql`select app.return_custody(${referralId})`)
}

/** The target reads anew what was consented to, until a day, through the gate. */
export async function reopenGrant(
  tx: Tx,
  grant: { referralId: string; grantId: string; until: string },
): Promise<void> {
  await tx.execute(sql`select app.reopen_grant(${grant.referralId}, ${grant.grantId}, ${grant.until})`)
}

/** Custody of the referral's organisation moves to the acting tenant, the accepting target. */
export async function moveCustody(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select app.move_custody(${id})`)
}

/** The stand-in for a suspended target may look from now on, by the consent just signed. */
export async function grantByConsent(tx: Tx, consentId: string, grantId: string): Promise<void> {
  await tx.execute(sql`select app.grant_by_consent(${consentId}, ${grantId})`)
}

/** Sections of an organisation's dossier as far as they are in sight, in a fixed order. */
export async function readSections(tx: Tx, networkId: number, organisationId: string) {
  return tx
    .select({
      section: dossierSection.section,
      body: dossierSection.body,
      version: dossierSection.version,
      updatedAt: dossierSection.updatedAt,
    })
    .from(dossierSection)
    .where(and(eq(dossierSection.networkId, networkId), eq(dossierSection.organisationId, organisationId)))
    .orderBy(asc(dossierSection.section))
}

/** Named people of an organisation as far as they are in sight, in a fixed order. */
export async function readPeople(tx: Tx, networkId: number, organisationId: string) {
  return tx
    .select({
      name: organisationPerson.name,
      position: organisationPerson.position,
      phone: organisationPerson.phone,
      certificate: organisationPerson.certificate,
      isFullTime: organisationPerson.isFullTime,
      hasSocialWorkDegree: organisationPerson.hasSocialWorkDegree,
      isPartyMember: organisationPerson.isPartyMember,
    })
    .from(organisationPerson)
    .where(and(eq(organisationPerson.networkId, networkId), eq(organisationPerson.organisationId, organisationId)))
    .orderBy(asc(organisationPerson.id))
}

/** The incubators of these ids, as nodes of the tree. */
export async function readNodes(tx: Tx, networkId: number, ids: string[]) {
  return tx
    .select(nodeColumns)
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), inArray(tenant.id, ids)))
}

/** The incubator that stands at a place of the tree. */
export async function readNodeAt(tx: Tx, networkId: number, key: bigint) {
  const [row] = await tx
    .select(nodeColumns)
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.scopeKey, key)))
  return row
}

const nodeColumns = {
  tenantId: tenant.id,
  networkId: tenant.networkId,
  scopeKey: tenant.scopeKey,
  depth: tenant.depth,
  tier: tenant.tier,
  kind: tenant.kind,
  name: tenant.name,
  shortName: tenant.shortName,
  status: tenant.status,
  divisionCode: tenant.divisionCode,
}
