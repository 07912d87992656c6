import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, notBetween, or, type SQL, sql } from 'drizzle-orm'
import type { RequestRow } from '../features/referral-requests/index.ts'

const { network, organisation, referral, referralRequest, tenant } = schema

/** Requests to which something has to happen by itself at an instant: whose look has come, or whose asker is not at work any more. Keys alone. */
export async function readRequestsToLookAt(tx: Tx, now: Date, most: number) {
  return tx
    .select({ networkId: referralRequest.networkId, id: referralRequest.id, profileId: network.profileId })
    .from(referralRequest)
    .innerJoin(network, eq(network.id, referralRequest.networkId))
    .innerJoin(tenant, and(eq(tenant.networkId, referralRequest.networkId), eq(tenant.id, referralRequest.tenantId)))
    .where(
      and(
        isNotNull(referralRequest.nextClockAt),
        or(lte(referralRequest.nextClockAt, now), ne(tenant.status, 'active')),
      ),
    )
    .orderBy(asc(referralRequest.nextClockAt), asc(referralRequest.id))
    .limit(most)
}

/** Whether a referral that answers a request was submitted, be it a moment ago. */
export async function wasReferred(tx: Tx, { networkId, id }: { networkId: number; id: string }): Promise<boolean> {
  const rows = await tx
    .select({ id: referral.id })
    .from(referral)
    .where(and(eq(referral.networkId, networkId), eq(referral.requestId, id), isNotNull(referral.submittedAt)))
    .limit(1)
  return rows.length > 0
}

/** The request that a submitted referral answers, where its target is still the one who asked; undefined otherwise. */
export async function readAnswered(tx: Tx, { networkId, id }: { networkId: number; id: string }) {
  const [row] = await tx
    .select({ networkId: referralRequest.networkId, id: referralRequest.id })
    .from(referral)
    .innerJoin(
      referralRequest,
      and(eq(referralRequest.networkId, referral.networkId), eq(referralRequest.id, referral.requestId)),
    )
    .where(
      and(
        eq(referral.networkId, networkId),
        eq(referral.id, id),
        isNotNull(referral.submittedAt),
        eq(referral.toTenantId, referralRequest.tenantId),
      ),
    )
  return row
}

/** A name as requests compare it; of the full name alone, no piece and no pinyin. */
const plain = (name: SQL) => sql`regexp_replace(normalize(${name}, nfkc), '\\s', '', 'g')`

/** Whoever bears a name; where nobody in the network does, whoever bore it before. */
const named = (networkId: number, name: string) =>
  or(
    sql`${plain(sql`${organisation.name}`)} = ${name}`,
    sql`${organisation.formerNames} <> '{}' and exists (select 1 from unnest(${organisation.formerNames}) as former(name) where ${plain(sql`former.name`)} = ${name})
      and not exists (select 1 from organisation bearer where bearer.network_id = ${networkId} and bearer.merged_into_id is null and ${plain(sql`bearer.name`)} = ${name})`,
  )

/**
 * The organisations of the asker's network that a request states, with their custodians: by code where it gives one, else by full name, present or former. Not those that the
 * asker keeps itself or below it, nor those of an incubator that is not at work; two rows suffice to know that it is not one. As the system role.
 */
export async function readStated(tx: Tx, request: RequestRow) {
  const { networkId, creditCode, subjectKey } = request
  const [asker] = await tx
    .select({ low: tenant.scopeKey, high: tenant.scopeHigh })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, request.tenantId)))
  if (!asker) return []
  return tx
    .select({ organisation, custodian: tenant })
    .from(organisation)
    .innerJoin(tenant, and(eq(tenant.networkId, organisation.networkId), eq(tenant.id, organisation.tenantId)))
    .where(
      and(
        eq(organisation.networkId, networkId),
        isNull(organisation.mergedIntoId),
        creditCode === null ? named(networkId, subjectKey) : eq(organisation.creditCode, creditCode),
        eq(tenant.status, 'active'),
        ne(tenant.kind, 'partnerNetwork'),
        notBetween(tenant.scopeKey, asker.low, asker.high),
      ),
    )
    .limit(2)
}

/** The custodian's referral that the same asker had asked for before and that was not sent yet, locked; undefined where there is none. */
export async function lockUnsent(tx: Tx, request: RequestRow, organisationId: string) {
  const [row] = await tx
    .select()
    .from(referral)
    .where(
      and(
        eq(referral.networkId, request.networkId),
        eq(referral.organisationId, organisationId),
        eq(referral.toTenantId, request.tenantId),
        eq(referral.kind, 'pull'),
        isNull(referral.submittedAt),
        inArray(referral.state, ['draft', 'awaitingConsent', 'awaitingApproval']),
      ),
    )
    .for('update')
  return row
}

/** Writes what a newer request changes of a referral that this transaction holds locked. */
export async function writeAskedAgain(
  tx: Tx,
  { networkId, id }: { networkId: number; id: string },
  columns: Partial<typeof referral.$inferInsert>,
): Promise<void> {
  await tx
    .update(referral)
    .set(columns)
    .where(and(eq(referral.networkId, networkId), eq(referral.id, id)))
}
