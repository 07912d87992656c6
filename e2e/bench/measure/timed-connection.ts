import postgres, { type Sql } from 'postgres'
import { benchNow } from '../data/network-rows.ts'
import type { Statement } from '../wire/proxy.ts'

/** One connection whose server says how long each statement took. */
export type TimedConnection = {
  /** Microseconds that the server spent on the prepared statement: binding, execution and writing its rows. */
  time(statement: Statement): Promise<number>
  close(): Promise<void>
}

// What was recorded is text already, and goes out as it came.
const asText = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => value,
  parse: (value: unknown) => value,
})
const types = {
  bool: asText(16),
  json: asText(114),
  date: asText(1082),
  timestamp: asText(1114),
  timestamptz: asText(1184),
  jsonb: asText(3802),
}

/**
 * Opens a connection in a read-only transaction, behind the wall as the session's person, or before it as the administrator. The time is the one
 * that `log_min_duration_statement` says, told to the client instead of the log; it takes a superuser to ask for. Plans are made once for all values, as on the product's connections, unless said otherwise.
 */
export async function openTimed(
  url: string,
  behindWallAs: string | null,
  planning: 'auto' | 'force_generic_plan' = 'force_generic_plan',
): Promise<TimedConnection> {
  let microseconds = 0
  const sql: Sql = postgres(url, {
    max: 1,
    fetch_types: false,
    types,
    onnotice: ({ message }) => {
      microseconds += 1000 * Number(/^duration: ([\d.]+) ms/.exec(message ?? '')?.[1] ?? 0)
    },
    connection: {
      client_min_messages: 'log',
      log_min_messages: 'panic',
      log_min_duration_statement: '0',
      plan_cache_mode: planning,
    },
  })
  await sql.unsafe('begin read only')
  if (behindWallAs !== null) {
    await sql.unsafe('set local role fuqiao_app')
    await sql.unsafe('select app.enter($1, $2)', [behindWallAs, benchNow.toISOString()])
  }
  return {
    async time({ sql: text, params }) {
      microseconds = 0
      await sql.unsafe(text, params, { prepare: true })
      return microseconds
    },
    async close() {
      await sql.end({ timeout: 5 })
    },
  }
}
