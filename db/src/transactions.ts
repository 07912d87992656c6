import { type PgDialect } from 'drizzle-orm/pg-core'
import { PostgresJsDatabase, PostgresJsSession, drizzle } from 'drizzle-orm/postgres-js'
import type { ReservedSql } from 'postgres'
import type { Database, Sql } from './connect.ts'
import type { Lane, Lanes } from './lanes.ts'
import { rememberEntries, type RememberedEntries } from './remembered-entries.ts'

/** A transaction in progress, with drizzle's query builder. Everything a store does takes one as its first argument. */
export type Tx = PostgresJsDatabase

/** Who the transaction acts as: the answer of `app.enter` (see the migrations). Scope keys are decimal strings of 63-bit numbers. */
export type Entered = {
  sessionId: string
  personId: string
  personName: string
  /** Has the password that somebody else gave, and acts nowhere before choosing one. */
  mustChangePassword: boolean
  membershipId: string
  roles: string[]
  networkId: number
  networkName: string
  profileId: string
  tenantId: string | null
  tenantName: string | null
  tenantShortName: string | null
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

/** A transaction's hold on its lane: over when it ends, whatever of it still runs. */
type Hold = { readonly lane: Lane; isOver: boolean }

/** Thrown when a query is sent after its transaction ended or its connection broke: on that connection somebody else may be at work. */
export class TransactionOver extends Error {
  override name = 'TransactionOver'
}

/** drizzle over one leased connection. Every statement is prepared: an unprepared one with parameters costs two round trips. */
function drizzleOn(hold: Hold): Tx {
  const { client: pool, connection, isLost } = hold.lane
  const dialect = dialectOf(pool)
  const client = {
    options: pool.options,
    unsafe(query: string, params: never[] = []) {
      if (hold.isOver || isLost()) throw new TransactionOver()
      return connection.unsafe(query, params, { prepare: true })
    },
  }
  const session = new PostgresJsSession(client as unknown as Sql, dialect, {}, {})
  return new PostgresJsDatabase(dialect, session, {})
}

/** A promise whose rejection is kept for whoever awaits it, and not reported as unhandled before. The query is sent now, not a tick later. */
function kept<T>(promise: PromiseLike<T>): Promise<T> {
  const real = new Promise<T>((resolve, reject) => {
    promise.then(resolve, reject)
  })
  real.catch(() => {})
  return real
}

/** Commits. PostgreSQL answers COMMIT of a transaction with a failed statement by rolling back, and calls it no error. */
async function commit(connection: ReservedSql): Promise<void> {
  const { command } = await connection.unsafe('commit')
  if (command !== 'COMMIT')
    throw new Error('the transaction was rolled back: one of its statements failed and the failure was swallowed')
}

/** How long a rollback may take; on a connection that is breaking it may never answer, and whoever asked waits for theirs. */
const longestRollBackMs = 1_000

async function rollBack({ connection, isLost, giveBack }: Lane): Promise<void> {
  if (isLost()) return giveBack('unknown')
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'unknown'>(resolve => {
    timer = setTimeout(() => resolve('unknown'), longestRollBackMs)
  })
  const done = kept(connection.unsafe('rollback')).then(
    () => 'clean' as const,
    () => 'unknown' as const,
  )
  giveBack(await Promise.race([done, late]))
  clearTimeout(timer)
}

async function run<T>(
  lanes: Lanes,
  begin: (connection: ReservedSql) => Promise<unknown>[],
  work: (tx: Tx) => Promise<T>,
  readOnly: boolean,
): Promise<T> {
  const lane = await lanes.lease()
  const hold: Hold = { lane, isOver: false }
  try {
    const opening = begin(lane.connection)
    const answer = await work(drizzleOn(hold))
    await Promise.all(opening)
    hold.isOver = true
    if (lane.isLost()) throw new TransactionOver('the connection broke')
    const ending = kept(commit(lane.connection))
    if (readOnly) {
      if (lane.passOn()) return answer
      void ending.then(
        () => lane.giveBack('clean'),
        () => lane.giveBack('unknown'),
      )
      return answer
    }
    await ending
    lane.giveBack('clean')
    return answer
  } catch (error) {
    hold.isOver = true
    await rollBack(lane)
    throw error
  }
}

const entries = new WeakMap<Database, RememberedEntries>()

function entriesOf(db: Database): RememberedEntries {
  const known = entries.get(db) ?? rememberEntries()
  entries.set(db, known)
  return known
}

/** One transaction of a session; `work` gets the text of the entry's answer as it comes, so that it may send its own before. */
function enter<T>(
  db: Database,
  { sessionId, now, readOnly = false }: EnterOptions,
  work: (tx: Tx, entering: Promise<string | null>) => Promise<T>,
): Promise<T> {
  let entering: Promise<string | null> = Promise.resolve(null)
  return run(
    db.requests,
    connection => {
      const begun = kept(connection.unsafe(readOnly ? 'begin read only' : 'begin'))
      entering = kept(
        connection
          .unsafe('select app.enter($1, $2)::text as entered', [sessionId, now.toISOString()], { prepare: true })
          .then(rows => (rows[0]?.['entered'] ?? null) as string | null),
      )
      return [begun, entering]
    },
    tx => work(tx, entering),
    readOnly,
  )
}

/**
 * Runs `work` in one transaction behind the wall, acting as the session's person in its tenant (or as its organisation).
 * BEGIN and the entry travel together in one round trip; COMMIT is awaited unless `readOnly`. Whatever `work` throws rolls back.
 *
 * A reading transaction does not wait for the entry's answer: it starts from what the entry answered last time, its queries travel with the entry,
 * and the wall stands as the entry sets it. Whatever came of it counts only when the entry answers the same; else `work` runs again, from the new
 * answer. It must therefore do nothing but read.
 * @throws SessionNotLive when there is no such session
 */
export async function withSession<T>(
  db: Database,
  options: EnterOptions,
  work: (tx: Tx, entered: Entered) => Promise<T>,
): Promise<T> {
  const { sessionId, readOnly } = options
  const remembered = entriesOf(db)
  const guess = readOnly ? remembered.recall(sessionId) : undefined
  if (guess) {
    const outcome = await enter(db, options, async (tx, entering) => {
      const answer = kept(work(tx, guess.entered))
      const text = await entering
      // Not what is remembered by now: another transaction may have put that right meanwhile.
      if (text === guess.text) return { answer: await answer }
      remembered.keep(sessionId, text)
      await answer.catch(() => {})
      return undefined
    })
    if (outcome) return outcome.answer
  }
  return enter(db, options, async (tx, entering) => {
    const confirmed = remembered.keep(sessionId, await entering)
    if (!confirmed) throw new SessionNotLive()
    return work(tx, confirmed.entered)
  })
}

/**
 * Runs `work` as the system role: jobs, sign-in, and nothing a request asks for by itself. Which files may call it is a written list
 * (checked by the linter's tests).
 */
export function asSystem<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return run(db.jobs, connection => [kept(connection.unsafe('begin'))], work, false)
}
