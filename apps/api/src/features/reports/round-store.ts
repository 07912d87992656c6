import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, sql } from 'drizzle-orm'

const { network, reportRound } = schema

/** Networks with what their rounds depend on. For the worker. */
export function readNetworks(tx: Tx) {
  return tx
    .select({ networkId: network.id, profileId: network.profileId, createdAt: network.createdAt })
    .from(network)
    .orderBy(asc(network.id))
}

/** Stretches of a network whose reports were asked for. */
export async function isRoundOpen(
  tx: Tx,
  { networkId, kind, bucket }: { networkId: number; kind: string; bucket: string },
): Promise<boolean> {
  const rows = await tx
    .select({ kind: reportRound.kind })
    .from(reportRound)
    .where(and(eq(reportRound.networkId, networkId), eq(reportRound.kind, kind), eq(reportRound.bucket, bucket)))
  return rows.length > 0
}

/** What the reports of a round have in common. */
export type Round = {
  networkId: number
  kind: string
  bucket: string
  /** The last day of the stretch. */
  lastDay: string
  /** Who makes them; tiers null: of every tier. */
  tiers: readonly string[] | null
  kinds: readonly string[]
  dueAt: Date
  remindAt: Date
  calendarVersion: string
  now: Date
}

/**
 * Asks for the reports of a stretch: one row for each incubator at work that stood on its last day, in one statement however many there are. Once, whichever
 * server comes first. Answers how many are owed; null where they were asked for before.
 */
export async function openRound(tx: Tx, round: Round): Promise<number | null> {
  const { networkId, kind, bucket, lastDay, tiers, kinds, dueAt, remindAt, calendarVersion, now } = round
  const taken = await tx
    .insert(reportRound)
    .values({ networkId, kind, bucket, openedAt: now })
    .onConflictDoNothing()
    .returning({ kind: reportRound.kind })
  if (taken.length === 0) return null
  const [at, due, remind] = [now, dueAt, remindAt].map(instant => sql`${instant.toISOString()}::timestamptz`)
  const rows = await tx.execute<{ id: string }>(sql`
    insert into report (network_id, id, tenant_id, scope_key, kind, bucket, due_at, remind_at, calendar_version, state, next_look_at, created_at, updated_at)
    select t.network_id, gen_random_uuid(), t.id, t.scope_key, ${kind}, ${bucket}, ${due}, ${remind}, ${calendarVersion}, 'draft', least(${remind}, ${due}), ${at}, ${at}
    from tenant t
    where t.network_id = ${networkId} and t.status = 'active' and t.opened_on <= ${lastDay}
      and t.kind in (select jsonb_array_elements_text(${JSON.stringify(kinds)}::text::jsonb))
      and (${tiers === null} or t.tier in (select jsonb_array_elements_text(${JSON.stringify(tiers ?? [])}::text::jsonb)))
    on conflict (network_id, kind, bucket, tenant_id) do nothing
    returning id`)
  return rows.length
}
