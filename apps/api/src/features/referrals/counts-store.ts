import type { Tx } from '@fuqiao/db'
import { schema } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'

/** How many referrals of one description there are on one side of a range of the tree. */
export type CountRow = {
  side: 'sent' | 'received' | 'touching'
  tenantId: string | null
  otherTier: string | null
  otherKind: string | null
  state: string
  direction: string | null
  mode: string
  isOverdue: boolean
  isEscalated: boolean
  n: number
}

/** Counts in a range inside the acting tenant's own, through the gate that shows counts and no row. `since`, `before`: by submission. */
export async function readReferralCounts(
  tx: Tx,
  range: { low: bigint; high: bigint; since?: Date; before?: Date },
): Promise<CountRow[]> {
  const since = range.since?.toISOString() ?? null
  const before = range.before?.toISOString() ?? null
  const rows = (await tx.execute(
    sql`select * from app.referral_counts(${range.low.toString()}::bigint, ${range.high.toString()}::bigint, ${since}::timestamptz, ${before}::timestamptz)`,
  )) as unknown as Record<string, unknown>[]
  return rows.map(row => ({
    side: row['side'] as CountRow['side'],
    tenantId: row['tenant_id'] as string | null,
    otherTier: row['other_tier'] as string | null,
    otherKind: row['other_kind'] as string | null,
    state: row['state'] as string,
    direction: row['direction'] as string | null,
    mode: row['mode'] as string,
    isOverdue: row['is_overdue'] === true,
    isEscalated: row['is_escalated'] === true,
    n: Number(row['n']),
  }))
}

/** The place of an incubator of the network in its tree. */
export async function readRange(
  tx: Tx,
  networkId: number,
  tenantId: string,
): Promise<{ low: bigint; high: bigint } | undefined> {
  const { tenant } = schema
  const [row] = await tx
    .select({ low: tenant.scopeKey, high: tenant.scopeHigh })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, tenantId)))
  return row
}
