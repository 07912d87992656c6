import { schema, type Tx } from '@fuqiao/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import { AppError, notFound } from '../../rpc/app-error.ts'

const { activity, tenant } = schema

/** An activity as stored. */
export type ActivityRow = typeof activity.$inferSelect
type Key = { networkId: number; id: string }

const by = ({ networkId, id }: Key) => and(eq(activity.networkId, networkId), eq(activity.id, id))

/** An activity in sight, with the name of its incubator. @throws NOT_FOUND */
export async function findActivity(tx: Tx, key: Key): Promise<ActivityRow & { tenantName: string }> {
  const [row] = await tx
    .select({ row: activity, tenantName: tenant.shortName })
    .from(activity)
    .innerJoin(tenant, and(eq(tenant.networkId, activity.networkId), eq(tenant.id, activity.tenantId)))
    .where(by(key))
  if (!row) throw notFound()
  return { ...row.row, tenantName: row.tenantName }
}

export async function insertActivity(tx: Tx, row: typeof activity.$inferInsert): Promise<void> {
  await tx.insert(activity).values(row)
}

/** Changes an activity that stands at this version. @throws VERSION_CONFLICT */
export async function changeActivityRow(
  tx: Tx,
  { version, ...key }: Key & { version: number },
  columns: Partial<ActivityRow>,
): Promise<void> {
  const written = await tx
    .update(activity)
    .set({ ...columns, version: version + 1 })
    .where(and(by(key), eq(activity.version, version)))
    .returning({ id: activity.id })
  if (written.length === 0) throw new AppError('VERSION_CONFLICT', { version: (await findActivity(tx, key)).version })
}

/** Which activities: of a place alone or with all below it, of one kind or all, the latest written first. */
export type WhichActivities = {
  networkId: number
  tenantId: string
  range: { low: bigint; high: bigint } | null
  kind: string | undefined
  before: { at: string; id: string } | undefined
  most: number
}

export async function listActivities(
  tx: Tx,
  { networkId, tenantId, range, kind, before, most }: WhichActivities,
): Promise<(ActivityRow & { tenantName: string })[]> {
  const place = range
    ? sql`${activity.scopeKey} between ${range.low.toString()}::bigint and ${range.high.toString()}::bigint`
    : eq(activity.tenantId, tenantId)
  const rows = await tx
    .select({ row: activity, tenantName: tenant.shortName })
    .from(activity)
    .innerJoin(tenant, and(eq(tenant.networkId, activity.networkId), eq(tenant.id, activity.tenantId)))
    .where(
      and(
        eq(activity.networkId, networkId),
        place,
        kind === undefined ? undefined : eq(activity.kind, kind),
        before
          ? sql`(${activity.createdAt}, ${activity.id}) < (${before.at}::timestamptz, ${before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(activity.createdAt), desc(activity.id))
    .limit(most)
  return rows.map(({ row, tenantName }) => ({ ...row, tenantName }))
}
