import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, notBetween, or, sql } from 'drizzle-orm'
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

/**
 * The organisations of the asker's network that a request states, with their custodians: by code where it gives one, else by full name. Not those that the
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
        creditCode === null
          ? sql`regexp_replace(normalize(${organisation.name}, nfkc), '\\s', '', 'g') = ${subjectKey}`
          : eq(organisation.creditCode, creditCode),
        eq(tenant.status, 'active'),
        ne(tenant.kind, 'partnerNetwork'),
        notBetween(tenant.scopeKey, asker.low, asker.high),
      ),
    )
    .limit(2)
}

/** What the same asker had asked for before and the custodian has not sent yet: it answers the newer request now. Whether there was such a one. */
export async function renewUnsent(tx: Tx, request: RequestRow, organisationId: string): Promise<boolean> {
  const renewed = await tx
    .update(referral)
    .set({ requestId: request.id })
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
    .returning({ id: referral.id })
  return renewed.length > 0
}
