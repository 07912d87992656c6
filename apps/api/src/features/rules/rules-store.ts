import { schema, type Tx } from '@fuqiao/db'
import { and, count, desc, eq, max, ne, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { incubationCase, profileVersion } = schema

/** A version as it is stored. */
export type VersionRow = typeof profileVersion.$inferSelect
/** Without its content, for lists. */
export type VersionHead = Omit<VersionRow, 'content'>
/** What is written of a version. */
export type VersionColumns = Partial<
  Pick<
    VersionRow,
    | 'content'
    | 'digest'
    | 'state'
    | 'revision'
    | 'reason'
    | 'updatedAt'
    | 'scheduledByName'
    | 'scheduledAt'
    | 'inForceOn'
  >
>

const { content: _content, ...head } = {
  networkId: profileVersion.networkId,
  version: profileVersion.version,
  baseVersion: profileVersion.baseVersion,
  content: profileVersion.content,
  digest: profileVersion.digest,
  state: profileVersion.state,
  revision: profileVersion.revision,
  reason: profileVersion.reason,
  rollsBack: profileVersion.rollsBack,
  personId: profileVersion.personId,
  personName: profileVersion.personName,
  createdAt: profileVersion.createdAt,
  updatedAt: profileVersion.updatedAt,
  scheduledByName: profileVersion.scheduledByName,
  scheduledAt: profileVersion.scheduledAt,
  inForceOn: profileVersion.inForceOn,
  inForceAt: profileVersion.inForceAt,
  endedAt: profileVersion.endedAt,
}

const byNumber = (networkId: number, version: number) =>
  and(eq(profileVersion.networkId, networkId), eq(profileVersion.version, version))

/** One at a time writes rules in a network: whoever comes second sees what the first has done. */
export async function takeRulesTurn(tx: Tx, networkId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('fuqiao rules'), ${networkId}::int)`)
}

/** The versions in sight, the latest first. */
export async function readVersions(tx: Tx, networkId: number): Promise<VersionHead[]> {
  return tx
    .select(head)
    .from(profileVersion)
    .where(and(eq(profileVersion.networkId, networkId), ne(profileVersion.state, 'discarded')))
    .orderBy(desc(profileVersion.version))
    .limit(200)
}

/** One version with its content. @throws NOT_FOUND */
export async function readVersion(tx: Tx, networkId: number, version: number): Promise<VersionRow> {
  const [row] = await tx.select().from(profileVersion).where(byNumber(networkId, version))
  if (!row) throw notFound()
  return row
}

/** The version that stands in a state of which there is one at most. */
export async function findVersion(
  tx: Tx,
  networkId: number,
  state: 'draft' | 'scheduled' | 'inForce',
): Promise<VersionHead | undefined> {
  const [row] = await tx
    .select(head)
    .from(profileVersion)
    .where(and(eq(profileVersion.networkId, networkId), eq(profileVersion.state, state)))
  return row
}

/** The number that a new version gets. */
export async function nextVersion(tx: Tx, networkId: number): Promise<number> {
  const [row] = await tx
    .select({ last: max(profileVersion.version) })
    .from(profileVersion)
    .where(eq(profileVersion.networkId, networkId))
  return (row?.last ?? 0) + 1
}

export async function insertVersion(tx: Tx, row: typeof profileVersion.$inferInsert): Promise<void> {
  await tx.insert(profileVersion).values(row)
}

/** Writes a version at the revision that was read; false when somebody was there before. */
export async function writeVersion(
  tx: Tx,
  { networkId, version, revision }: Pick<VersionHead, 'networkId' | 'version' | 'revision'>,
  columns: VersionColumns,
): Promise<boolean> {
  const written = await tx
    .update(profileVersion)
    .set({ ...columns, revision: revision + 1 })
    .where(and(byNumber(networkId, version), eq(profileVersion.revision, revision)))
    .returning({ version: profileVersion.version })
  return written.length === 1
}

/** How many cases in sight run under each version. */
export async function countRunningCases(tx: Tx, networkId: number): Promise<ReadonlyMap<number, number>> {
  const rows = await tx
    .select({ version: incubationCase.rulesVersion, cases: count() })
    .from(incubationCase)
    .where(and(eq(incubationCase.networkId, networkId), sql`${incubationCase.state} not in ('draft', 'ended')`))
    .groupBy(incubationCase.rulesVersion)
  return new Map(rows.map(({ version, cases }) => [version, cases]))
}
