import { hash } from '@node-rs/argon2'
import { asSystem, connect, schema } from '@fuqiao/db'
import { newNetwork, newTenant } from '@fuqiao/db/factories'
import { connectAsAdministrator, type Sql } from '@fuqiao/db/test-clone'
import { type Embedded, startEmbedded } from '@fuqiao/db/embedded'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

// A cluster of its own: a server that is started for real sets the passwords of the roles that it runs as.
const folder = mkdtempSync(path.join(tmpdir(), 'fuqiao-operation-'))
const secret = 'a secret for one test of a whole server'
let cluster: Embedded
let admin: Sql
let other: Sql
const started: ChildProcess[] = []
beforeAll(async () => {
  cluster = await startEmbedded({ dataDir: path.join(folder, 'pg'), ephemeral: true })
  admin = connectAsAdministrator(cluster.url)
  other = connectAsAdministrator(cluster.url)
}, 60_000)
afterEach(async () => {
  for (const child of started
    .splice(0)
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})
afterAll(async () => {
  await admin?.end()
  await other?.end()
  await cluster?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

type Started = { child: ChildProcess; port: number; said: () => string; exit: Promise<number | null> }

/** The server as it is started for people, without its pages. */
function start(port: number, env: Record<string, string> = {}): Started {
  const preload = path.join(import.meta.dirname, 'without-pages.ts')
  const child = spawn(process.execPath, ['--import', preload, path.join(import.meta.dirname, '../src/main.ts')], {
    env: {
      ...{ PATH: process.env['PATH'], PORT: String(port), DATABASE_URL: cluster.url, DEMO: '0', LOG_LEVEL: 'warn' },
      ...{ FUQIAO_SECRET: secret, DATA_DIR: path.join(folder, 'data'), ...env },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, port, said: () => text, exit }
}

async function startReady(env: Record<string, string> = {}): Promise<Started> {
  const server = start(await freePort(), env)
  await expect
    .poll(() => (server.child.exitCode === null ? server.said() : `it ended: ${server.said()}`), { timeout: 60_000 })
    .toMatch(/is ready|it ended/)
  expect(server.said()).toContain('is ready')
  return server
}

/** A person of a network of their own who has signed in; answers the cookies. */
async function signedIn(port: number): Promise<string> {
  const db = connect({ adminUrl: cluster.url, secret, poolSize: 1 })
  const [loginName, password, personId] = ['zhuren.test', 'a password of one test', randomUUID()]
  const passwordHash = await hash(password, { memoryCost: 8192, timeCost: 1 })
  await asSystem(db, async tx => {
    const { id: networkId } = await newNetwork(tx)
    const { id: tenantId } = await newTenant(tx, { networkId })
    const at = new Date('2026-01-01T00:00:00Z')
    await tx.insert(schema.person).values({ id: personId, loginName, displayName: '主任', passwordHash, createdAt: at })
    await tx
      .insert(schema.membership)
      .values({ id: randomUUID(), networkId, personId, tenantId, displayName: '主任', roles: ['director'], from: at })
  })
  await db.close()
  const answer = await fetch(`http://127.0.0.1:${port}/trpc/identity.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-fuqiao': '1' },
    body: JSON.stringify({ loginName, password }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
}

type Answer = { status: number; type: string; body: string }

function ask(
  port: number,
  url: string,
  {
    host = '127.0.0.1',
    body,
    agent,
    headers = {},
  }: { host?: string; body?: unknown; agent?: Agent; headers?: object } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const given = { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json', 'x-fuqiao': '1' }) }
    const sent = request({ port, host, path: url, method, headers: given, ...(agent ? { agent } : {}) }, answer => {
      let text = ''
      answer.on('data', (part: Buffer) => (text += part.toString()))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, type: String(answer.headers['content-type']), body: text }),
      )
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** What a probe is told: the status, or that nobody listens. */
const probe = (port: number, agent?: Agent) =>
  ask(port, '/readyz', agent ? { agent } : {}).then(
    ({ status }) => status,
    (error: NodeJS.ErrnoException) => error.code ?? 'refused',
  )

describe('a server as people start it', () => {
  test('says which port is taken and which to choose instead, and ends with 1 before it has touched the database', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    try {
      const began = Date.now()
      const server = start(port, { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' })
      expect(await server.exit).toBe(1)
      expect(server.said()).toContain(`端口 ${port} 已被占用`)
      expect(server.said()).toContain(
        `Port ${port} is taken. Choose another one, for example: PORT=${port + 1} npm start`,
      )
      expect(server.said()).not.toMatch(/\n\s+at /)
      expect(Date.now() - began).toBeLessThan(30_000)
    } finally {
      other.close()
    }
  }, 60_000)

  test('answers the request that it has begun when it is told to stop, takes no other, is ready for none, and ends with 0', async () => {
    const server = await startReady()
    const { port, child } = server
    expect(await probe(port)).toBe(200)
    let release = () => {}
    const released = new Promise<void>(resolve => (release = resolve))
    let isLocked = () => {}
    const locked = new Promise<void>(resolve => (isLocked = resolve))
    const lock = other.begin(async tx => {
      await tx`lock table person in access exclusive mode`
      isLocked()
      await released
    })
    await locked
    const kept = new Agent({ keepAlive: true })
    const begun = ask(port, '/trpc/identity.signIn', {
      body: { loginName: `nobody-${randomUUID()}`, password: 'not a password of anybody' },
    })
    // It waits for the table: then the server is in the middle of it.
    await expect
      .poll(async () => {
        const waiting = await admin`select 1 from pg_stat_activity where wait_event_type = 'Lock'`
        return waiting.length
      })
      .toBeGreaterThan(0)
    expect(await probe(port, kept)).toBe(200)
    child.kill('SIGTERM')
    await expect.poll(() => probe(port)).not.toBe(200)
    const told = []
    for (let at = 0; at < 10; at += 1) {
      told.push(await probe(port), await probe(port, kept))
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    expect(told.filter(one => one === 200)).toEqual([])
    expect(child.exitCode).toBe(null)
    release()
    await lock
    const { status, body } = await begun
    expect([status, body]).toEqual([401, expect.stringContaining('"appCode":"')])
    expect(await server.exit).toBe(0)
    kept.destroy()
  }, 120_000)

  test('lets a live stream go at once when it is told to stop, so that its page asks the next server', async () => {
    const server = await startReady()
    const cookie = await signedIn(server.port)
    const headers = { cookie, accept: 'text/event-stream' }
    const stream = request({ port: server.port, host: '127.0.0.1', path: '/trpc/notifications.onChange', headers })
    stream.end()
    const [answer] = (await once(stream, 'response')) as [IncomingMessage]
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream'])
    let heard = ''
    answer.on('data', (part: Buffer) => (heard += part.toString()))
    const ended = new Promise(resolve => answer.once('close', resolve))
    await expect.poll(() => heard).toContain('connected')
    server.child.kill('SIGTERM')
    const began = Date.now()
    await ended
    // Told that it was over, a page would not ask again; cut off, it does.
    expect(heard).not.toContain('event: return')
    expect(await server.exit).toBe(0)
    expect(Date.now() - began).toBeLessThan(10_000)
  }, 120_000)

  test('tells its figures to this machine alone: by route and status, without tenant or person, and to nobody from elsewhere or through a proxy', async () => {
    const elsewhere = Object.values(networkInterfaces())
      .flat()
      .find(one => one !== undefined && one.family === 'IPv4' && !one.internal)?.address
    const { port } = await startReady(elsewhere ? { HOST: '0.0.0.0' } : {})
    await ask(port, '/healthz')
    await ask(port, '/trpc/identity.me')
    const { status, type, body } = await ask(port, '/metrics')
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/plain/)])
    expect(body).toMatch(/^process_cpu_seconds_total [\d.]+/m)
    expect(body).toMatch(/^fuqiao_http_request_seconds_count\{route="\/healthz",method="GET",status="200"\} 1$/m)
    const labels = new Set([...body.matchAll(/[{,](\w+)="/g)].map(([, name]) => name))
    for (const name of ['tenant', 'person', 'network', 'organisation', 'session'])
      expect([...labels]).not.toContain(name)
    expect(body).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/)
    expect((await ask(port, '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404)
    if (elsewhere) expect((await ask(port, '/metrics', { host: elsewhere })).status).toBe(404)
  }, 120_000)
})
