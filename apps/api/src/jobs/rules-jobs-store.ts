import { schema, type Tx } from '@fuqiao/db'
import { and, asc, count, eq, gt, inArray, lte, sql } from 'drizzle-orm'

const { caseTask, incubationCase, network, profilePass, profilePassLine, profilePassRoster, profileVersion } = schema

/** A version whose day has come. */
export type DueVersion = Awaited<ReturnType<typeof readVersionsDue>>[number]
/** A pass that runs, with the profile of its network. */
export type RunningPass = NonNullable<Awaited<ReturnType<typeof takePass>>>

/** Versions whose day has come, the earliest first. */
export async function readVersionsDue(tx: Tx, today: string) {
  return tx
    .select({ networkId: profileVersion.networkId, version: profileVersion.version })
    .from(profileVersion)
    .where(and(eq(profileVersion.state, 'scheduled'), lte(profileVersion.inForceOn, today)))
    .orderBy(asc(profileVersion.inForceOn), asc(profileVersion.networkId))
    .limit(100)
}

/**
 * Brings a version into force in the place of the one before, and tells every server; false when another was there first. Of several servers one finds the
 * row as it was.
 */
export async function enforceVersion(tx: Tx, { networkId, version }: DueVersion, at: Date) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('fuqiao rules'), ${networkId}::int)`)
  const own = and(eq(profileVersion.networkId, networkId), eq(profileVersion.version, version))
  const [row] = await tx
    .select()
    .from(profileVersion)
    .where(and(own, eq(profileVersion.state, 'scheduled')))
    .for('update')
  if (!row) return undefined
  const [before] = await tx
    .update(profileVersion)
    .set({ state: row.rollsBack === null ? 'replaced' : 'rolledBack', endedAt: at, updatedAt: at })
    .where(and(eq(profileVersion.networkId, networkId), eq(profileVersion.state, 'inForce')))
    .returning({ version: profileVersion.version })
  await tx.update(profileVersion).set({ state: 'inForce', inForceAt: at, updatedAt: at }).where(own)
  await tx.execute(sql`select pg_notify('fuqiao_rules', ${String(networkId)})`)
  return { row, replaced: before?.version ?? 0 }
}

/** The tenant at the top of a network: where what the clock does to the rules is written down. */
export async function readTopTenant(tx: Tx, networkId: number): Promise<string> {
  const [row] = await tx
    .select({ id: schema.tenant.id })
    .from(schema.tenant)
    .where(and(eq(schema.tenant.networkId, networkId), eq(schema.tenant.depth, 0)))
  if (!row) throw new Error(`network ${networkId} has no centre`)
  return row.id
}

/** Passes that run, the earliest first. */
export async function readRunningPasses(tx: Tx) {
  return tx
    .select({ networkId: profilePass.networkId, id: profilePass.id })
    .from(profilePass)
    .where(eq(profilePass.state, 'running'))
    .orderBy(asc(profilePass.startedAt))
    .limit(100)
}

/** A pass that still runs and nobody works on now, locked until the end of the transaction. */
export async function takePass(tx: Tx, { networkId, id }: { networkId: number; id: string }) {
  const [row] = await tx
    .select({ row: profilePass, profileId: network.profileId })
    .from(profilePass)
    .innerJoin(network, eq(network.id, profilePass.networkId))
    .where(and(eq(profilePass.networkId, networkId), eq(profilePass.id, id), eq(profilePass.state, 'running')))
    .for('update', { of: profilePass, skipLocked: true })
  return row
}

type Pass = RunningPass['row']

const inPass = ({ networkId, kind, version, fromVersion, caseIds }: Pass) =>
  and(
    eq(incubationCase.networkId, networkId),
    sql`${incubationCase.state} not in ('draft', 'ended')`,
    kind === 'move' ? eq(incubationCase.rulesVersion, fromVersion ?? version) : undefined,
    caseIds ? inArray(incubationCase.id, caseIds) : undefined,
  )

/** How many cases a pass has before it. */
export async function countCases(tx: Tx, pass: Pass): Promise<number> {
  const [row] = await tx.select({ cases: count() }).from(incubationCase).where(inPass(pass))
  return row?.cases ?? 0
}

/** The next cases of a pass, by id, with all that is to be done of them: two queries, however many. */
export async function readPiece(tx: Tx, pass: Pass, most: number) {
  const rows = await tx
    .select()
    .from(incubationCase)
    .where(and(inPass(pass), pass.afterId === null ? undefined : gt(incubationCase.id, pass.afterId)))
    .orderBy(asc(incubationCase.id))
    .limit(most)
  if (rows.length === 0) return []
  const tasks = await tx
    .select()
    .from(caseTask)
    .where(
      and(
        eq(caseTask.networkId, pass.networkId),
        inArray(
          caseTask.caseId,
          rows.map(({ id }) => id),
        ),
        inArray(caseTask.state, ['open', 'planned']),
      ),
    )
    .orderBy(asc(caseTask.opensOn), asc(caseTask.id))
  const byCase = Map.groupBy(tasks, ({ caseId }) => caseId)
  return rows.map(row => ({ row, tasks: byCase.get(row.id) ?? [] }))
}

/** The content of a version whatever its state: a trial is of a draft. */
export async function readTried(tx: Tx, { networkId, version }: Pick<Pass, 'networkId' | 'version'>) {
  const [row] = await tx
    .select({ content: profileVersion.content, digest: profileVersion.digest })
    .from(profileVersion)
    .where(and(eq(profileVersion.networkId, networkId), eq(profileVersion.version, version)))
  if (!row) throw new Error(`network ${networkId} has no version ${version}`)
  return row
}

export async function insertLines(tx: Tx, lines: (typeof profilePassLine.$inferInsert)[]): Promise<void> {
  if (lines.length > 0) await tx.insert(profilePassLine).values(lines)
}

export async function insertRosters(tx: Tx, rows: (typeof profilePassRoster.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(profilePassRoster).values(rows)
}

/** Says how far a pass is. */
export async function writeProgress(
  tx: Tx,
  { networkId, id }: Pass,
  columns: Partial<Pick<Pass, 'total' | 'done' | 'afterId' | 'afterTenantId' | 'state' | 'finishedAt'>>,
): Promise<void> {
  await tx
    .update(profilePass)
    .set(columns)
    .where(and(eq(profilePass.networkId, networkId), eq(profilePass.id, id)))
}
