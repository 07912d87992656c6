import { schema, type Tx } from '@fuqiao/db'
import { SENT_STATES, UNDECIDED_STATES } from '@fuqiao/domain/referral'
import { and, desc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { ReferralKey } from './referral-store.ts'

/** States in which the target has taken the organisation on. */
const servingStates = SENT_STATES.filter(state => !UNDECIDED_STATES.includes(state))

const { consent, division, dossierGrant, organisation, referral } = schema

/** What the rules must know of a referral beyond one party's sight. */
export type World = {
  senderHoldsCustody: boolean
  senderHoldsGrant: boolean
  targetHoldsCustody: boolean
  senderIsSuperiorOfChain: boolean
  chainTenantIds: string[]
  openTargetIds: string[]
  otherHandOverOpen: boolean
  targetTakesReferrals: boolean
  failedBefore: number
}

const uuidsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : String(value).slice(1, -1).split(',').filter(Boolean)

/** Answers a party of the referral through the gate; null for anyone else. */
export async function readWorld(tx: Tx, id: string): Promise<World | null> {
  const rows = (await tx.execute(sql`select * from app.referral_world(${id})`)) as unknown as Record<string, unknown>[]
  const row = rows[0]
  if (!row) return null
  return {
    senderHoldsCustody: row['sender_holds_custody'] === true,
    senderHoldsGrant: row['sender_holds_grant'] === true,
    targetHoldsCustody: row['target_holds_custody'] === true,
    senderIsSuperiorOfChain: row['sender_is_superior_of_chain'] === true,
    chainTenantIds: uuidsOf(row['chain_tenant_ids']),
    openTargetIds: uuidsOf(row['open_target_ids']),
    otherHandOverOpen: row['other_hand_over_open'] === true,
    targetTakesReferrals: row['target_takes_referrals'] === true,
    failedBefore: Number(row['failed_before']),
  }
}

/** An organisation in the target's own range that looks like the one referred, and why. */
export type Similar = { id: string; reason: 'creditCode' | 'name' }

/** Possible duplicates, through the gate: for the target, while it decides. */
export async function readSimilar(tx: Tx, id: string): Promise<Similar[]> {
  return (await tx.execute(sql`select id, reason from app.similar_organisations(${id})`)) as unknown as Similar[]
}

/** What of consents the rules ask. */
export type ConsentFactsRow = Pick<
  typeof consent.$inferSelect,
  | 'state'
  | 'informationRound'
  | 'recipientTenantId'
  | 'sections'
  | 'personal'
  | 'method'
  | 'askedAt'
  | 'answeredAt'
  | 'until'
>

/** The consents of a referral as far as the viewer may see them, the latest first; not those that serve no longer. */
export async function readStandingConsents(tx: Tx, { networkId, id }: ReferralKey): Promise<ConsentFactsRow[]> {
  return tx
    .select()
    .from(consent)
    .where(
      and(
        eq(consent.networkId, networkId),
        eq(consent.referralId, id),
        inArray(consent.state, ['asked', 'signed', 'refused']),
      ),
    )
    .orderBy(desc(consent.askedAt), desc(consent.id))
}

/** The organisation as the sender may see it; undefined behind the wall. */
export async function readOrganisation(tx: Tx, { networkId, id }: { networkId: number; id: string }) {
  const [row] = await tx
    .select()
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, id)))
  return row
}

/** Whether there is such a division. */
export async function hasDivision(tx: Tx, code: string): Promise<boolean> {
  return (await tx.select({ code: division.code }).from(division).where(eq(division.code, code))).length > 0
}

/** Whether a text contains the present or a former name of an organisation in a tenant's custody, blanks aside. */
export async function namesOwnOrganisation(
  tx: Tx,
  { networkId, tenantId, text }: { networkId: number; tenantId: string; text: string },
): Promise<boolean> {
  const plain = text.replaceAll(/\s/g, '')
  const named = await tx
    .select({ id: organisation.id })
    .from(organisation)
    .where(
      and(
        eq(organisation.networkId, networkId),
        eq(organisation.tenantId, tenantId),
        sql`exists (select 1 from unnest(array_append(${organisation.formerNames}, ${organisation.name})) as n where strpos(${plain}, regexp_replace(n, '\\s', '', 'g')) > 0)`,
      ),
    )
    .limit(1)
  return named.length > 0
}

type Holding = { networkId: number; tenantId: string; organisationId: string; now: Date }
type HoldingOfSeveral = Omit<Holding, 'organisationId'> & { ids: readonly string[] }

/** Live grants of a tenant for some organisations, the longest-lived first. */
export async function readLiveGrantsOf(tx: Tx, { networkId, tenantId, ids, now }: HoldingOfSeveral) {
  return tx
    .select()
    .from(dossierGrant)
    .where(
      and(
        eq(dossierGrant.networkId, networkId),
        eq(dossierGrant.tenantId, tenantId),
        inArray(dossierGrant.organisationId, [...ids]),
        isNull(dossierGrant.endedAt),
        lte(dossierGrant.from, now),
        gt(dossierGrant.until, now),
      ),
    )
    .orderBy(desc(dossierGrant.until))
}

/** Live grants of a tenant for an organisation, the longest-lived first. */
export const readLiveGrants = (tx: Tx, { organisationId, ...holding }: Holding) =>
  readLiveGrantsOf(tx, { ...holding, ids: [organisationId] })

/** The running referrals that brought some organisations to a tenant: what a further referral of each hangs on. */
export async function readArrivalsOf(tx: Tx, { networkId, tenantId, ids }: Omit<HoldingOfSeveral, 'now'>) {
  return tx
    .select({
      organisationId: referral.organisationId,
      id: referral.id,
      chainId: referral.chainId,
      hop: referral.hop,
      mode: referral.mode,
      direction: referral.direction,
    })
    .from(referral)
    .where(
      and(
        eq(referral.networkId, networkId),
        eq(referral.toTenantId, tenantId),
        inArray(referral.organisationId, [...ids]),
        inArray(referral.state, servingStates),
      ),
    )
    .orderBy(desc(referral.updatedAt))
}

/** The running referrals that brought an organisation to a tenant. */
export const readArrivals = (tx: Tx, { organisationId, ...holding }: Omit<Holding, 'now'>) =>
  readArrivalsOf(tx, { ...holding, ids: [organisationId] })
