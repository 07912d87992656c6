import { createHmac } from 'node:crypto'
import postgres from 'postgres'
import { type Lanes, openLanes } from './lanes.ts'

/** A pool of postgres.js connections. */
export type Sql = postgres.Sql

/** The connections of a server: requests run as the runtime role, jobs and sign-in as the system role. */
export type Database = {
  /** Role fuqiao_app, behind the wall: one connection for the checks at the start, outside any request. */
  readonly app: Sql
  /** Role fuqiao_system: one connection for checks, and one more for the listener. */
  readonly system: Sql
  /** The transactions of requests. Only `transactions.ts` uses it. */
  readonly requests: Lanes
  /** The transactions of jobs and sign-in. Only `transactions.ts` uses it. */
  readonly jobs: Lanes
  close(): Promise<void>
}

/** Where to connect and how. */
export type ConnectOptions = {
  /** URL of the administrator (owner of the tables); the runtime roles use the same host, port and database. */
  adminUrl: string
  /** From it the passwords of the two runtime roles are derived: every server of an installation has the same. */
  secret: string
  /** Connections for requests; small pools serve better than large ones. */
  poolSize?: number
  /** How long a transaction waits for a connection before it is refused (`NoLaneFree`). */
  longestWaitMs?: number
  /** How long one statement of a request may run. */
  statementTimeoutMs?: number
}

/** The database role's password, derived so that no second secret has to be kept. */
export function rolePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(`fuqiao database role ${role}`).digest('hex')
}

/** The URL of `role` on the administrator's server. */
export function roleUrl(adminUrl: string, secret: string, role: 'fuqiao_app' | 'fuqiao_system'): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = rolePassword(secret, role)
  return url.href
}

/** Opens the one connection of an administrator, for migrations and checks. */
export function connectAsAdministrator(adminUrl: string): Sql {
  return postgres(adminUrl, { max: 1, onnotice: () => {}, fetch_types: false })
}

/** Opens the connections. Nothing is connected before the first query. */
export function connect({
  adminUrl,
  secret,
  poolSize = 8,
  longestWaitMs = 4000,
  statementTimeoutMs = 15_000,
}: ConnectOptions): Database {
  // fetch_types stays on: without it postgres.js 3.4.9 never hands a new connection to reserve().
  const shared = { max: 1, onnotice: () => {}, idle_timeout: 60, connect_timeout: 10 }
  const asApp = (onclose?: () => void) =>
    postgres(roleUrl(adminUrl, secret, 'fuqiao_app'), {
      ...shared,
      ...(onclose && { onclose }),
      connection: {
        application_name: 'fuqiao',
        statement_timeout: statementTimeoutMs,
        idle_in_transaction_session_timeout: 30_000,
        // Requests' statements are shaped so that one plan serves every tier (`pnpm bench` holds them to it); making one for each call takes longer than most run.
        plan_cache_mode: 'force_generic_plan',
      },
    })
  const asSystemRole = (onclose?: () => void) =>
    postgres(roleUrl(adminUrl, secret, 'fuqiao_system'), {
      ...shared,
      ...(onclose && { onclose }),
      connection: { application_name: 'fuqiao-system', statement_timeout: 60_000 },
    })
  const [app, system] = [asApp(), asSystemRole()]
  const [requests, jobs] = [openLanes(asApp, poolSize, longestWaitMs), openLanes(asSystemRole, 3, longestWaitMs)]
  return {
    app,
    system,
    requests,
    jobs,
    async close() {
      await Promise.all([app.end({ timeout: 5 }), system.end({ timeout: 5 }), requests.close(), jobs.close()])
    },
  }
}

/** Whether the database answers requests' role: for readiness. */
export async function isAnswering(db: Database): Promise<boolean> {
  return db.app`select 1`.then(
    () => true,
    () => false,
  )
}
