import { PgDialect } from 'drizzle-orm/pg-core'
import { PostgresJsDatabase, PostgresJsSession, drizzle } from 'drizzle-orm/postgres-js'
import type { ReservedSql } from 'postgres'
import type { Database, Sql } from './connect.ts'

/** A transaction in progress, with drizzle's query builder. Everything a store does takes one as its first argument. */
export type Tx = PostgresJsDatabase

/** Who the transaction acts as: the answer of `app.enter` (see the migrations). Scope keys are decimal strings of 63-bit numbers. */
export type Entered = {
  sessionId: string
  personId: string
  personName: string
  membershipId: string
  roles: string[]
  networkId: number
  networkName: string
  profileId: string
  tenantId: string | null
  tenantName: string | null
  tier: 'city' | 'district' | 'street' | 'community' | null
  kind: string | null
  depth: number | null
  divisionCode: string | null
  tenantStatus: 'active' | 'suspended' | 'merged' | 'closed' | null
  low: string | null
  high: string | null
  organisationId: string | null
  organisationName: string | null
}

/** Thrown when the session is unknown, ended, idle too long, expired, or its person or membership no longer valid. */
export class SessionNotLive extends Error {
  override name = 'SessionNotLive'
}

/** How a session's transaction runs. */
export type EnterOptions = {
  sessionId: string
  /** The instant the transaction calls now. */
  now: Date
  /** Read-only transactions answer before their COMMIT is confirmed: there is nothing to lose. */
  readOnly?: boolean
}

const dialects = new WeakMap<Sql, PgDialect>()

/** drizzle's dialect for this pool, made once; making a drizzle instance also teaches the pool drizzle's date and JSON codecs. */
function dialectOf(pool: Sql): PgDialect {
  const known = dialects.get(pool)
  if (known) return known
  const dialect = (drizzle({ client: pool }) as unknown as { dialect: PgDialect }).dialect
  dialects.set(pool, dialect)
  return dialect
}

/** drizzle over one reserved connection. Every statement is prepared: an unprepared one with parameters costs two round trips. */
function drizzleOn(pool: Sql, connection: ReservedSql): Tx {
  const dialect = dialectOf(pool)
  const client = {
    options: pool.options,
    unsafe: (query: string, params: never[] = []) => connection.unsafe(query, params, { prepare: true }),
  }
  const session = new PostgresJsSession(client as unknown as Sql, dialect, {}, {})
  return new PostgresJsDatabase(dialect, session, {})
}

/** A promise whose rejection is kept for whoever awaits it, and not reported as unhandled before. */
function kept<T>(promise: PromiseLike<T>): Promise<T> {
  const real = Promise.resolve(promise)
  real.catch(() => {})
  return real
}

/** Ends a connection whose state is not known any more instead of returning it to the pool. */
async function discard(connection: ReservedSql): Promise<void> {
  await kept(connection`select pg_terminate_backend(pg_backend_pid())`).catch(() => {})
}

async function run<T>(pool: Sql, begin: (connection: ReservedSql) => Promise<unknown>[], work: (tx: Tx) => Promise<T>, readOnly: boolean): Promise<T> {
  const connection = await pool.reserve()
  let released = false
  try {
    const opening = begin(connection)
    const answer = await work(drizzleOn(pool, connection))
    await Promise.all(opening)
    if (readOnly) {
      released = true
      void kept(connection.unsafe('commit')).then(
        () => connection.release(),
        () => discard(connection).finally(() => connection.release()),
      )
      return answer
    }
    await connection.unsafe('commit')
    return answer
  } catch (error) {
    await kept(connection.unsafe('rollback')).catch(() => discard(connection))
    throw error
  } finally {
    if (!released) connection.release()
  }
}

/**
 * Runs `work` in one transaction behind the wall, acting as the session's person in its tenant (or as its organisation).
 * BEGIN and the entry travel together in one round trip; COMMIT is awaited unless `readOnly`. Whatever `work` throws rolls back.
 * @throws SessionNotLive when there is no such session
 */
export function withSession<T>(db: Database, options: EnterOptions, work: (tx: Tx, entered: Entered) => Promise<T>): Promise<T> {
  let entering: Promise<Entered | null> | undefined
  return run(
    db.app,
    (connection) => {
      const begun = kept(connection.unsafe(options.readOnly ? 'begin read only' : 'begin'))
      entering = kept(
        connection.unsafe('select app.enter($1, $2) as entered', [options.sessionId, options.now.toISOString()], { prepare: true }).then((rows) => rows[0]?.['entered'] as Entered | null),
      )
      return [begun, entering]
    },
    async (tx) => {
      const entered = await entering
      if (!entered) throw new SessionNotLive()
      return work(tx, entered)
    },
    options.readOnly ?? false,
  )
}

/**
 * Runs `work` as the system role: jobs, sign-in, and nothing a request asks for by itself. Which files may call it is a written list
 * (checked by the linter's tests).
 */
export function asSystem<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return run(db.system, (connection) => [kept(connection.unsafe('begin'))], work, false)
}
