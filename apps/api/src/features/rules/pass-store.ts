import { schema, type Tx } from '@fuqiao/db'
import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { incubationCase, profilePass, profilePassLine, profilePassRoster, tenant } = schema

/** A pass over running cases. */
export type PassRow = typeof profilePass.$inferSelect
/** A kind of effect on a case. */
export type PassKind = (typeof profilePassLine.$inferSelect)['kind']

export async function insertPass(tx: Tx, row: typeof profilePass.$inferInsert): Promise<void> {
  await tx.insert(profilePass).values(row)
}

/** One pass. @throws NOT_FOUND */
export async function readPass(tx: Tx, networkId: number, id: string): Promise<PassRow> {
  const [row] = await tx
    .select()
    .from(profilePass)
    .where(and(eq(profilePass.networkId, networkId), eq(profilePass.id, id)))
  if (!row) throw notFound()
  return row
}

/** The latest passes of the network. */
export async function readPasses(tx: Tx, networkId: number, most: number): Promise<PassRow[]> {
  return tx
    .select()
    .from(profilePass)
    .where(eq(profilePass.networkId, networkId))
    .orderBy(desc(profilePass.startedAt))
    .limit(most)
}

/** Whether a pass is under way in the network. */
export async function hasRunningPass(tx: Tx, networkId: number): Promise<boolean> {
  const rows = await tx
    .select({ id: profilePass.id })
    .from(profilePass)
    .where(and(eq(profilePass.networkId, networkId), eq(profilePass.state, 'running')))
    .limit(1)
  return rows.length > 0
}

/** Whether a version was tried out to the end, with these words, on the version in force. */
export async function hasTrial(
  tx: Tx,
  { networkId, ...tried }: Pick<PassRow, 'networkId' | 'version' | 'digest' | 'baseVersion'>,
): Promise<boolean> {
  const rows = await tx
    .select({ id: profilePass.id })
    .from(profilePass)
    .where(
      and(
        eq(profilePass.networkId, networkId),
        eq(profilePass.version, tried.version),
        eq(profilePass.kind, 'trial'),
        eq(profilePass.state, 'done'),
        eq(profilePass.digest, tried.digest),
        eq(profilePass.baseVersion, tried.baseVersion),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** Stops a pass; false when it has ended by itself. */
export async function stopPass(
  tx: Tx,
  { networkId, id }: Pick<PassRow, 'networkId' | 'id'>,
  at: Date,
): Promise<boolean> {
  const stopped = await tx
    .update(profilePass)
    .set({ state: 'cancelled', finishedAt: at })
    .where(and(eq(profilePass.networkId, networkId), eq(profilePass.id, id), eq(profilePass.state, 'running')))
    .returning({ id: profilePass.id })
  return stopped.length === 1
}

/** Cases in sight that run under a version; of those, only these where ids are given. */
export async function countMovable(
  tx: Tx,
  { networkId, version, ids }: { networkId: number; version: number; ids: readonly string[] | null },
): Promise<number> {
  const [row] = await tx
    .select({ cases: count() })
    .from(incubationCase)
    .where(
      and(
        eq(incubationCase.networkId, networkId),
        eq(incubationCase.rulesVersion, version),
        sql`${incubationCase.state} not in ('draft', 'ended')`,
        ids ? inArray(incubationCase.id, [...ids]) : undefined,
      ),
    )
  return row?.cases ?? 0
}

/** How many cases a pass touches in each way. */
export async function countEffects(tx: Tx, { networkId, id }: Pick<PassRow, 'networkId' | 'id'>) {
  return tx
    .select({ kind: profilePassLine.kind, cases: count() })
    .from(profilePassLine)
    .where(and(eq(profilePassLine.networkId, networkId), eq(profilePassLine.passId, id)))
    .groupBy(profilePassLine.kind)
}

/** The first cases that a pass touches in one way, by number. */
export async function readEffects(
  tx: Tx,
  { networkId, id }: Pick<PassRow, 'networkId' | 'id'>,
  kind: PassKind,
  most: number,
): Promise<
  { caseId: string; number: string; tenantName: string; finding: (typeof profilePassLine.$inferSelect)['finding'] }[]
> {
  return tx
    .select({
      caseId: profilePassLine.caseId,
      number: profilePassLine.number,
      tenantName: tenant.shortName,
      finding: profilePassLine.finding,
    })
    .from(profilePassLine)
    .innerJoin(tenant, and(eq(tenant.networkId, profilePassLine.networkId), eq(tenant.id, profilePassLine.tenantId)))
    .where(
      and(eq(profilePassLine.networkId, networkId), eq(profilePassLine.passId, id), eq(profilePassLine.kind, kind)),
    )
    .orderBy(asc(profilePassLine.number), asc(profilePassLine.caseId))
    .limit(most)
}

/** How many incubators would newly break a rule, or break one no more. */
export async function countRosters(tx: Tx, { networkId, id }: Pick<PassRow, 'networkId' | 'id'>) {
  return tx
    .select({ kind: profilePassRoster.kind, incubators: count() })
    .from(profilePassRoster)
    .where(and(eq(profilePassRoster.networkId, networkId), eq(profilePassRoster.passId, id)))
    .groupBy(profilePassRoster.kind)
}

/** The first incubators of one of these, in the order of the tree. */
export async function readRosters(
  tx: Tx,
  { networkId, id }: Pick<PassRow, 'networkId' | 'id'>,
  kind: (typeof profilePassRoster.$inferSelect)['kind'],
  most: number,
) {
  return tx
    .select({ tenantId: tenant.id, tenantName: tenant.shortName, changes: profilePassRoster.changes })
    .from(profilePassRoster)
    .innerJoin(
      tenant,
      and(eq(tenant.networkId, profilePassRoster.networkId), eq(tenant.id, profilePassRoster.tenantId)),
    )
    .where(
      and(
        eq(profilePassRoster.networkId, networkId),
        eq(profilePassRoster.passId, id),
        eq(profilePassRoster.kind, kind),
      ),
    )
    .orderBy(asc(tenant.scopeKey))
    .limit(most)
}
