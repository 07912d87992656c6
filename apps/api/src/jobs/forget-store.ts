import type { Tx } from '@fuqiao/db'
import { type SQL, sql } from 'drizzle-orm'

/** Rows that one turn removes at most of each kind: a long backlog goes in pieces, and holds nobody up. */
const most = 5_000

/** Kinds of rows that serve for a while only, with what must have passed. Instants are ISO texts. */
export type Passed = {
  /** Nobody guesses any more. */
  guesses: string
  /** Nobody sends the same request again. */
  requests: string
  /** The session is over, and what of it the person's list shows is not needed. */
  sessions: string
  /** The events have had their effects. */
  events: string
}

async function remove(tx: Tx, table: SQL, old: SQL): Promise<number> {
  const rows = await tx.execute(
    sql`delete from ${table} where ctid in (select ctid from ${table} where ${old} limit ${most}) returning 1`,
  )
  return rows.length
}

/** Removes what has served, refresh tokens before anything else of a session; answers how many rows. Sessions themselves stay: they are evidence. */
export async function removePassed(tx: Tx, { guesses, requests, sessions, events }: Passed): Promise<number> {
  const counts = [
    await remove(
      tx,
      sql`sign_in_throttle`,
      sql`window_start < ${guesses}::timestamptz and (blocked_until is null or blocked_until < ${guesses}::timestamptz)`,
    ),
    await remove(tx, sql`idempotency_key`, sql`at < ${requests}::timestamptz`),
    await remove(tx, sql`refresh_token`, sql`created_at < ${sessions}::timestamptz`),
    await remove(tx, sql`delivery`, sql`ended_at < ${events}::timestamptz`),
    await remove(tx, sql`outbox`, sql`done_at < ${events}::timestamptz`),
  ]
  return counts.reduce((sum, count) => sum + count, 0)
}
