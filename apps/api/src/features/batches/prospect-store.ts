import { schema, type Tx } from '@fuqiao/db'
import { and, eq, inArray, sql } from 'drizzle-orm'

const { dossierSection, organisation } = schema

/** Some organisations, as one tenant looks at them. */
export type Several = { networkId: number; tenantId: string; ids: readonly string[]; now: Date }

/** Those of the organisations that are in sight. */
export async function readOrganisations(tx: Tx, { networkId, ids }: Several) {
  return tx
    .select({
      id: organisation.id,
      name: organisation.name,
      formerNames: organisation.formerNames,
      field: organisation.field,
      tenantId: organisation.tenantId,
      mergedIntoId: organisation.mergedIntoId,
    })
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), inArray(organisation.id, [...ids])))
}

/** Which sections of their dossiers anything is written in. */
export async function readFilledSections(tx: Tx, { networkId, ids }: Several) {
  return tx
    .select({ organisationId: dossierSection.organisationId, section: dossierSection.section })
    .from(dossierSection)
    .where(and(eq(dossierSection.networkId, networkId), inArray(dossierSection.organisationId, [...ids])))
}

/** What the rules must know of the world around a referral that nobody has begun. */
export type ProspectWorld = {
  organisationId: string
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

/** An organisation with the running referral that brought it here, or null. */
export type Asked = { id: string; parentId: string | null }

/** Through the gate: of organisations in the acting tenant's custody or under its grant; of others there is no row. */
export async function readProspectWorlds(
  tx: Tx,
  asked: readonly Asked[],
  targetTenantId: string,
): Promise<ProspectWorld[]> {
  const pairs = JSON.stringify(asked.map(({ id, parentId }) => ({ id, parent: parentId })))
  const rows = (await tx.execute(sql`
    select w.organisation_id, w.sender_holds_custody, w.sender_holds_grant, w.target_holds_custody, w.sender_is_superior_of_chain,
      to_jsonb(w.chain_tenant_ids) as chain, to_jsonb(w.open_target_ids) as open, w.other_hand_over_open, w.target_takes_referrals, w.failed_before
    from (select array_agg(a.id) as ids, array_agg(a.parent) as parents
          from jsonb_to_recordset(${pairs}::text::jsonb) as a (id uuid, parent uuid)) as a
    cross join lateral app.prospect_worlds(a.ids, a.parents, ${targetTenantId}::uuid) as w
  `)) as unknown as Record<string, unknown>[]
  return rows.map(row => ({
    organisationId: String(row['organisation_id']),
    senderHoldsCustody: row['sender_holds_custody'] === true,
    senderHoldsGrant: row['sender_holds_grant'] === true,
    targetHoldsCustody: row['target_holds_custody'] === true,
    senderIsSuperiorOfChain: row['sender_is_superior_of_chain'] === true,
    chainTenantIds: (row['chain'] as string[] | null) ?? [],
    openTargetIds: (row['open'] as string[] | null) ?? [],
    otherHandOverOpen: row['other_hand_over_open'] === true,
    targetTakesReferrals: row['target_takes_referrals'] === true,
    failedBefore: Number(row['failed_before']),
  }))
}
