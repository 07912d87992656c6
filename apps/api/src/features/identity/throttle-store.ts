import { schema, type Tx } from '@fuqiao/db'
import { eq, inArray, sql } from 'drizzle-orm'

const { signInThrottle } = schema
const windowMs = 15 * 60_000

/**
 * Failures allowed in a window of 15 minutes. Counted by account *and* address, so that a stranger's guessing slows the stranger
 * and never locks the owner out at home; and by address alone, against guessing over many accounts.
 */
const limits = { pair: 5, address: 40 }

function keysOf(loginName: string, address: string) {
  return { pair: `pair|${loginName}|${address}`, address: `address|${address}` }
}

/**
 * Begins a try: seconds until one may be made, or 0, and then the try is counted as failed until it is known to be right. Tries
 * from one address begin one after the other, so that many sent at once are as many as sent in a row.
 */
export async function beginTry(tx: Tx, loginName: string, address: string, now: Date): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${keysOf(loginName, address).address}, 0))`)
  const seconds = await secondsBlocked(tx, loginName, address, now)
  if (seconds === 0) await countFailure(tx, loginName, address, now)
  return seconds
}

/** Seconds until a try may be made, or 0. */
export async function secondsBlocked(tx: Tx, loginName: string, address: string, now: Date): Promise<number> {
  const keys = keysOf(loginName, address)
  const rows = await tx
    .select({ until: signInThrottle.blockedUntil })
    .from(signInThrottle)
    .where(inArray(signInThrottle.key, [keys.pair, keys.address]))
  const latest = Math.max(0, ...rows.map(({ until }) => until?.getTime() ?? 0))
  return Math.max(0, Math.ceil((latest - now.getTime()) / 1000))
}

/** Counts a failure; past the limit each further one doubles the wait, from 30 seconds to 15 minutes. */
export async function countFailure(tx: Tx, loginName: string, address: string, now: Date): Promise<void> {
  const keys = keysOf(loginName, address)
  for (const [key, limit] of [
    [keys.pair, limits.pair],
    [keys.address, limits.address],
  ] as const) {
    const at = now.toISOString()
    const windowEnded = sql`sign_in_throttle.window_start < ${new Date(now.getTime() - windowMs).toISOString()}::timestamptz`
    const failures = sql`case when ${windowEnded} then 1 else sign_in_throttle.failures + 1 end`
    await tx.execute(sql`
      insert into sign_in_throttle (key, failures, window_start) values (${key}, 1, ${at})
      on conflict (key) do update set failures = ${failures},
        window_start = case when ${windowEnded} then ${at}::timestamptz else sign_in_throttle.window_start end,
        blocked_until = case when ${failures} >= ${limit}::int
          then ${at}::timestamptz + least(interval '15 minutes', interval '30 seconds' * power(2, least((${failures}) - ${limit}::int, 10))) end`)
  }
}

/** The try was right: forgets the failures of this account from this address, and that it was counted against the address. */
export async function forgetFailures(tx: Tx, loginName: string, address: string): Promise<void> {
  const keys = keysOf(loginName, address)
  await tx.delete(signInThrottle).where(eq(signInThrottle.key, keys.pair))
  const failures = sql`greatest(0, ${signInThrottle.failures} - 1)`
  const blockedUntil = sql`case when ${failures} >= ${limits.address}::int then ${signInThrottle.blockedUntil} end`
  await tx.update(signInThrottle).set({ failures, blockedUntil }).where(eq(signInThrottle.key, keys.address))
}
