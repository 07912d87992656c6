import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isServerRunning, stopLeftover } from '../src/embedded-leftover.ts'
import { DataDirInUse, startEmbedded } from '../src/embedded.ts'

// each test makes a cluster, which takes seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 })

let folder: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'embedded-test-'))
  chmodSync(folder, 0o755) // the server may run as another user, who has to enter here
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  // a server of a killed process may still be writing its last files
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})

test('keeps what was written from one start to the next, readable by the server alone', async () => {
  const dataDir = path.join(folder, 'pg')
  const first = await startEmbedded({ dataDir })
  await query(first.url, 'create table kept (word text)', `insert into kept values ('孵桥')`)
  await first.stop()
  expect(await answers(first.url)).toBe(false)
  expect(statSync(first.dataDir).mode & 0o077).toBe(0)

  const second = await startEmbedded({ dataDir })
  expect(await query(second.url, 'select word from kept')).toEqual([{ word: '孵桥' }])
  await second.stop()
})

test('is PostgreSQL 18 in UTF-8 with our settings, lets nobody in without the password, and goes without a trace', async () => {
  const server = await startEmbedded({
    dataDir: path.join(folder, 'pg'),
    ephemeral: true,
    settings: { work_mem: '9MB' },
  })
  const [row] = await query(
    server.url,
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding,
       current_setting('shared_buffers') as buffers, current_setting('max_connections') as connections,
       current_setting('jit') as jit, current_setting('work_mem') as work_mem, current_setting('TimeZone') as zone`,
  )
  expect(row).toEqual({
    version: 18,
    encoding: 'UTF8',
    buffers: '128MB',
    connections: '100',
    jit: 'off',
    work_mem: '9MB',
    zone: 'UTC',
  })
  const guess = new URL(server.url)
  guess.password = 'guess'
  await expect(query(guess.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  expect(existsSync(path.join(server.dataDir, 'PG_VERSION'))).toBe(true)
  await server.stop()
  await server.stop()
  expect(readdirSync(folder)).toEqual([])
})

test('ends with a process that is killed, and an ephemeral cluster with it', async () => {
  const killed = await startInChild(path.join(folder, 'pg'), { ephemeral: true })
  killed.process.kill('SIGKILL')
  await expect.poll(() => listens(killed.url), { timeout: 20_000 }).toBe(false)
  // the folder itself may stay, when the server's user may not remove it
  await expect.poll(() => filesIn(path.join(folder, 'pg')), { timeout: 20_000 }).toEqual([])
})

test('starts right after the process that ran it was killed', async () => {
  const dataDir = path.join(folder, 'pg')
  const killed = await startInChild(dataDir)
  killed.process.kill('SIGKILL')
  await once(killed.process, 'exit')
  const next = await startEmbedded({ dataDir, ephemeral: true })
  expect(await answers(killed.url)).toBe(false)
  expect(await answers(next.url)).toBe(true)
  await next.stop()
})

test('a server whose process is gone is ended before the next start', async () => {
  const server = await startEmbedded({ dataDir: path.join(folder, 'pg'), ephemeral: true })
  writeFileSync(path.join(server.dataDir, 'fuqiao.pid'), '999999')
  expect(isServerRunning(server.dataDir)).toBe(true)
  await stopLeftover(server.dataDir)
  expect(await answers(server.url)).toBe(false)
  expect(isServerRunning(server.dataDir)).toBe(false)
  await server.stop()
})

test('leaves alone the server of a living process and names that process', async () => {
  const dataDir = path.join(folder, 'pg')
  const other = await startInChild(dataDir)
  const second = startEmbedded({ dataDir })
  await expect(second).rejects.toThrow(DataDirInUse)
  await expect(second).rejects.toThrow(`process ${other.process.pid}`)
  expect(await answers(other.url)).toBe(true)

  other.process.kill('SIGTERM')
  await once(other.process, 'exit')
  expect(await answers(other.url)).toBe(false)
})

test('starts after a first start that was killed while it made the cluster', async () => {
  const dataDir = path.join(folder, 'pg')
  mkdirSync(`${dataDir}.new/base`, { recursive: true })
  writeFileSync(`${dataDir}.new/PG_VERSION`, '18')
  writeFileSync(`${dataDir}.password`, 'half')
  const server = await startEmbedded({ dataDir, ephemeral: true })
  expect(await answers(server.url)).toBe(true)
  await server.stop()
})

test.runIf(process.getuid?.() === 0)(
  'finds another place when the server may not enter the folder, and the same one again',
  async () => {
    chmodSync(folder, 0o700)
    const dataDir = path.join(folder, 'pg')
    const first = await startEmbedded({ dataDir })
    await query(first.url, 'create table kept (word text)')
    await first.stop()
    const second = await startEmbedded({ dataDir, ephemeral: true })
    expect(path.dirname(second.dataDir)).toBe('/var/tmp')
    expect(await query(second.url, 'select word from kept')).toEqual([])
    await second.stop()
  },
)

test('refuses a folder that holds something else, and leaves it whole', async () => {
  const dataDir = path.join(folder, 'letters')
  mkdirSync(dataDir)
  writeFileSync(path.join(dataDir, 'letter.txt'), 'mine')
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/ENOTEMPTY|not empty/)
  expect(readdirSync(dataDir)).toEqual(['letter.txt'])
})

test('says what the server said when it does not start', async () => {
  const start = startEmbedded({
    dataDir: path.join(folder, 'pg'),
    ephemeral: true,
    settings: { shared_buffers: 'much' },
  })
  await expect(start).rejects.toThrow(/shared_buffers/)
})

function filesIn(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir) : []
}

async function query(url: string, ...statements: string[]): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    let rows: unknown[] = []
    for (const statement of statements) rows = [...(await sql.unsafe(statement))]
    return rows
  } finally {
    await sql.end()
  }
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      // starting up or shutting down is not an answer
      if (error.code === 'ECONNREFUSED' || error.code === '57P03') return false
      throw error
    },
  )
}

/**
 * Whether anybody takes connections there. For a server that is going down while it is asked: postgres.js never answers on a connection that was closed
 * before its first statement.
 */
async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy())
}

/** A process of its own that starts the server, says its address, and stops it on SIGTERM. */
async function startInChild(
  dataDir: string,
  options: { ephemeral?: true } = {},
): Promise<{ process: ChildProcess; url: string }> {
  const embedded = pathToFileURL(path.join(import.meta.dirname, '../src/embedded.ts')).href
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(embedded)})
    const server = await startEmbedded(${JSON.stringify({ dataDir, ...options })})
    process.on('SIGTERM', async () => { await server.stop(); process.exit(0) })
    process.stdout.write(server.url)
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { process: child, url: said.toString() }
}
