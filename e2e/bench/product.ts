import { type ChildProcess, spawn } from 'node:child_process'
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Sql } from 'postgres'
import { benchSecret } from './bench-server.ts'
import { benchNow } from './data/network-rows.ts'

/** The product as it is started, on a bench database. */
export type Product = {
  origin: string
  pid: number | undefined
  /** URL of a query with its input. */
  queryUrl(procedure: string, input: unknown): string
  /** Calls a procedure as the bearer of a token. @throws Error with the answer's body unless it is 200 */
  call(how: 'query' | 'mutation', procedure: string, input: unknown, token: string): Promise<unknown>
  stop(): Promise<void>
}

/** Starts the product in a process of its own, with the administrator's URL of a bench database. */
export async function startProduct(databaseUrl: string): Promise<Product> {
  const origin = `http://127.0.0.1:${await freePort()}`
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../apps/api/src/main.ts')], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: new URL(origin).port,
      DATABASE_URL: databaseUrl,
      FUQIAO_SECRET: benchSecret,
      DATA_DIR: mkdtempSync(path.join(tmpdir(), 'fuqiao-bench-')),
      DEMO: '0',
      LOG_LEVEL: 'silent',
      FUQIAO_TEST: '1',
      FUQIAO_TEST_NOW: benchNow.toISOString(),
      FUQIAO_WATCH_PARENT: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await untilReady(child)
  const queryUrl = (procedure: string, input: unknown) =>
    `${origin}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
  return {
    origin,
    pid: child.pid,
    queryUrl,
    async call(how, procedure, input, token) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const answer =
        how === 'query'
          ? await fetch(queryUrl(procedure, input), { headers })
          : await fetch(`${origin}/trpc/${procedure}`, { method: 'POST', headers, body: JSON.stringify(input) })
      const body = (await answer.json()) as { result?: { data: unknown } }
      if (!answer.ok || !body.result)
        throw new Error(`${procedure} answered ${answer.status}: ${JSON.stringify(body).slice(0, 500)}`)
      return body.result.data
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Signs access tokens of sessions with the installation's key, as the product does at sign-in. They live ten minutes. */
export async function tokenSigner(admin: Sql): Promise<(sessionId: string) => string> {
  const [row] = await admin<
    { pem: string }[]
  >`select private_pem as pem from installation_key where name = 'accessToken'`
  if (!row) throw new Error('The product has not made its key yet: start it first.')
  const key = createPrivateKey(row.pem)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return sessionId => {
    const iat = Math.floor(Date.now() / 1000)
    const claims = {
      iss: 'fuqiao',
      aud: 'fuqiao-api',
      sub: sessionId,
      sid: sessionId,
      jti: randomUUID(),
      iat,
      exp: iat + 600,
    }
    const signed = `${part({ alg: 'EdDSA', typ: 'at+jwt' })}.${part(claims)}`
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
  }
}

async function untilReady(child: ChildProcess): Promise<void> {
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes('is ready')) return
  throw new Error('The product did not start.')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}
