import { argv } from 'node:process'
import Fastify from 'fastify'
import postgres from 'postgres'
import type { Statement } from './wire/proxy.ts'

/** What the bare server is started with, as JSON in its one argument. */
export type BareOptions = {
  /** The runtime role's URL. */
  url: string
  poolSize: number
  now: string
  /** By path: whose session, and the statements of the call. */
  calls: Record<string, { sessionId: string; statements: Statement[] }>
}

const asText = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => value,
  parse: (value: unknown) => value,
})
const { url, poolSize, now, calls } = JSON.parse(argv[2] ?? '') as BareOptions

// The least that answers the same from the same rows: no token, no checks, no shape.
const sql = postgres(url, {
  max: poolSize,
  types: { timestamptz: asText(1184), date: asText(1082), bool: asText(16) },
  connection: { plan_cache_mode: 'force_generic_plan' },
})
const app = Fastify()
for (const [path, { sessionId, statements }] of Object.entries(calls)) {
  app.get(path, async () => {
    const [, ...answers] = await sql.begin('read only', tx => [
      tx.unsafe('select app.enter($1, $2) as entered', [sessionId, now], { prepare: true }),
      ...statements.map(({ sql: text, params }) => tx.unsafe(text, params, { prepare: true })),
    ])
    return { result: { data: answers } }
  })
}
await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${app.listeningOrigin}\n`)
