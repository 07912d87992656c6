import { schema, type Tx } from '@fuqiao/db'
import { and, asc, count, desc, eq, inArray, lte, ne, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { caseService, outbox, standardVersion, tenant } = schema

/** A version as it is stored. */
export type StandardRow = typeof standardVersion.$inferSelect
/** Which version. */
export type StandardKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: StandardKey) =>
  and(eq(standardVersion.networkId, networkId), eq(standardVersion.id, id))

/** All versions in sight, by code, the latest of each first; without their words. */
export function readStandards(tx: Tx, networkId: number, most: number) {
  const { sections: _sections, ...columns } = standardColumns
  return tx
    .select(columns)
    .from(standardVersion)
    .where(eq(standardVersion.networkId, networkId))
    .orderBy(asc(standardVersion.code), desc(standardVersion.number))
    .limit(most)
}
const standardColumns = {
  id: standardVersion.id,
  tenantId: standardVersion.tenantId,
  code: standardVersion.code,
  number: standardVersion.number,
  title: standardVersion.title,
  sections: standardVersion.sections,
  services: standardVersion.services,
  inForceFrom: standardVersion.inForceFrom,
  state: standardVersion.state,
  publishedAt: standardVersion.publishedAt,
}

/** A version in sight with the name of whoever wrote it; undefined when there is none behind the wall. */
export async function readStandard(tx: Tx, { networkId, id }: StandardKey) {
  const [found] = await tx
    .select({ row: standardVersion, tenantName: tenant.name })
    .from(standardVersion)
    .innerJoin(tenant, and(eq(tenant.networkId, standardVersion.networkId), eq(tenant.id, standardVersion.tenantId)))
    .where(and(eq(standardVersion.networkId, networkId), eq(standardVersion.id, id)))
  return found
}

/** The version, locked until the transaction ends. @throws NOT_FOUND */
export async function lockStandard(tx: Tx, key: StandardKey): Promise<StandardRow> {
  const [row] = await tx.select().from(standardVersion).where(byKey(key)).for('update')
  if (!row) throw notFound()
  return row
}

/** The versions of one standard, the latest first. */
export function readVersions(tx: Tx, networkId: number, code: string): Promise<StandardRow[]> {
  return tx
    .select()
    .from(standardVersion)
    .where(and(eq(standardVersion.networkId, networkId), eq(standardVersion.code, code)))
    .orderBy(desc(standardVersion.number))
}

/** Writes a draft; false where its number is taken, or another draft of the standard is there. */
export async function insertStandard(tx: Tx, row: typeof standardVersion.$inferInsert): Promise<boolean> {
  const written = await tx
    .insert(standardVersion)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: standardVersion.id })
  return written.length === 1
}

export async function writeStandard(tx: Tx, key: StandardKey, columns: Partial<StandardRow>): Promise<void> {
  const written = await tx.update(standardVersion).set(columns).where(byKey(key)).returning({ id: standardVersion.id })
  if (written.length !== 1) throw new Error('the version of the standard was not written')
}

export async function deleteStandard(tx: Tx, key: StandardKey): Promise<void> {
  const gone = await tx.delete(standardVersion).where(byKey(key)).returning({ id: standardVersion.id })
  if (gone.length !== 1) throw new Error('the draft was not taken away')
}

/** One who publishes waits for another: two standards never come to hold for the same service. */
export async function takePublishing(tx: Tx, networkId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('fuqiao publish standard'), ${networkId})`)
}

/** Published versions of the other standards that name one of these services. */
export function readCovering(tx: Tx, { networkId, code }: { networkId: number; code: string }): Promise<StandardRow[]> {
  return tx
    .select()
    .from(standardVersion)
    .where(
      and(
        eq(standardVersion.networkId, networkId),
        ne(standardVersion.code, code),
        eq(standardVersion.state, 'published'),
      ),
    )
    .orderBy(asc(standardVersion.code), desc(standardVersion.number))
}

/** Published versions that name a service and whose day has come: among them is the one that holds. */
export function readHolding(tx: Tx, of: { networkId: number; serviceId: string; day: string }): Promise<StandardRow[]> {
  const { networkId, serviceId, day } = of
  const codes = tx
    .select({ code: standardVersion.code })
    .from(standardVersion)
    .where(
      and(
        eq(standardVersion.networkId, networkId),
        eq(standardVersion.state, 'published'),
        lte(standardVersion.inForceFrom, day),
        sql`${serviceId} = any(${standardVersion.services})`,
      ),
    )
  return tx
    .select()
    .from(standardVersion)
    .where(
      and(
        eq(standardVersion.networkId, networkId),
        eq(standardVersion.state, 'published'),
        inArray(standardVersion.code, codes),
      ),
    )
    .orderBy(asc(standardVersion.code), desc(standardVersion.number))
}

/** Services that were recorded under a version, as far as they are in sight. */
export async function countRecorded(tx: Tx, { networkId, id }: StandardKey): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(caseService)
    .where(and(eq(caseService.networkId, networkId), eq(caseService.standardVersionId, id)))
  return row?.n ?? 0
}

/** What the worker is told of a version that was published. */
export type StandardPayload = { action: 'publish'; code: string; number: number; title: string; fromTenantId: string }

export async function insertStandardOutbox(
  tx: Tx,
  { networkId, id }: StandardKey,
  payload: StandardPayload,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'standard', subjectId: id, payload, at })
}
