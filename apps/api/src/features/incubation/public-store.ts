import { schema, type Tx } from '@fuqiao/db'
import { desc, eq, and, gte } from 'drizzle-orm'

const { caseNotice, caseObjection, network, tenant } = schema

const published = (tx: Tx) =>
  tx
    .select({ notice: caseNotice, networkName: network.name, tenantName: tenant.name })
    .from(caseNotice)
    .innerJoin(tenant, and(eq(tenant.networkId, caseNotice.networkId), eq(tenant.id, caseNotice.tenantId)))
    .innerJoin(network, eq(network.id, caseNotice.networkId))
    .$dynamic()

/** Notices that end at an instant or later, the latest first. For the system role. */
export const readPublished = (tx: Tx, since: Date, limit: number) =>
  published(tx)
    .where(gte(caseNotice.endsAt, since))
    .orderBy(desc(caseNotice.endsAt), desc(caseNotice.caseId))
    .limit(limit)

/** One notice, by the case it is about. For the system role. */
export async function readPublishedOne(tx: Tx, caseId: string) {
  const [found] = await published(tx).where(eq(caseNotice.caseId, caseId))
  return found
}

/** Keeps an objection once, whatever is sent again. For the system role. */
export async function insertObjection(tx: Tx, row: typeof caseObjection.$inferInsert): Promise<void> {
  await tx.insert(caseObjection).values(row).onConflictDoNothing()
}
