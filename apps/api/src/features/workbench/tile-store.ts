import { schema, type Tx } from '@fuqiao/db'
import { OPEN_STATES, SENT_STATES } from '@fuqiao/domain/referral'
import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'

const { organisation, referral } = schema

/** A tenant's own organisations by stage. */
export async function countByStage(tx: Tx, networkId: number, tenantId: string): Promise<Record<string, number>> {
  const rows = await tx
    .select({ stage: organisation.stage, n: sql<number>`count(*)::int` })
    .from(organisation)
    .where(
      and(
        eq(organisation.networkId, networkId),
        eq(organisation.tenantId, tenantId),
        isNull(organisation.mergedIntoId),
      ),
    )
    .groupBy(organisation.stage)
  return Object.fromEntries(rows.map(({ stage, n }) => [stage, n]))
}

/** A tenant's own referrals in and out: open ones, and those submitted since an instant. */
export async function countTraffic(
  tx: Tx,
  { networkId, tenantId, since }: { networkId: number; tenantId: string; since: Date },
) {
  const sent = eq(referral.fromTenantId, tenantId)
  const received = and(eq(referral.toTenantId, tenantId), isNotNull(referral.submittedAt))
  const lately = sql`${referral.submittedAt} >= ${since.toISOString()}::timestamptz`
  const count = (...conditions: Parameters<typeof and>) =>
    sql<number>`(count(*) filter (where ${and(...conditions)}))::int`
  const [row] = await tx
    .select({
      sentOpen: count(sent, inArray(referral.state, [...OPEN_STATES])),
      receivedOpen: count(received, inArray(referral.state, [...SENT_STATES])),
      sentThisMonth: count(sent, lately),
      receivedThisMonth: count(received, lately),
    })
    .from(referral)
    .where(and(eq(referral.networkId, networkId), or(sent, received)))
  return row ?? { sentOpen: 0, receivedOpen: 0, sentThisMonth: 0, receivedThisMonth: 0 }
}
