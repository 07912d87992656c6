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

type NewObjection = typeof caseObjection.$inferInsert

/** Keeps an objection once, whatever is sent again; false where its id is taken. For the system role. */
export async function insertObjection(tx: Tx, row: NewObjection): Promise<boolean> {
  const kept = await tx.insert(caseObjection).values(row).onConflictDoNothing().returning({ id: caseObjection.id })
  return kept.length === 1
}

/** Whether what stands under this id is this objection. For the system role. */
export async function isSameObjection(tx: Tx, row: NewObjection & { id: string }): Promise<boolean> {
  const { networkId, id, caseId, name, contact, words } = row
  const [found] = await tx
    .select()
    .from(caseObjection)
    .where(and(eq(caseObjection.networkId, networkId), eq(caseObjection.id, id)))
  return found?.caseId === caseId && found.name === name && found.contact === contact && found.words === words
}
