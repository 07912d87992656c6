import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { hasCluster, makeCluster, readPassword, serverEnv, superuser } from './embedded-cluster.ts'
import { endWithUs, noteOwner, stopLeftover } from './embedded-leftover.ts'
import { chooseUser, findBinaries, placeDataDir, refuseForeign } from './embedded-place.ts'

export { DataDirInUse } from './embedded-leftover.ts'

/** How to start the embedded PostgreSQL. */
export type EmbeddedOptions = {
  /** Folder of the cluster; created when absent. May come to lie elsewhere when we are root: see `Embedded.dataDir`. */
  dataDir: string
  /** TCP port on 127.0.0.1; a free one when absent. */
  port?: number
  /** For tests: no syncing to disk, and the data directory is removed on stop. */
  ephemeral?: boolean
  /** Server settings that override ours, such as `{ shared_buffers: '1GB' }`. */
  settings?: Record<string, string | number>
}

/** A running embedded PostgreSQL. */
export type Embedded = {
  /** Address of the database `postgres` as its superuser, password included. */
  url: string
  port: number
  pid: number
  /** Where the cluster really lies. */
  dataDir: string
  /** Ends the server after open queries are cancelled; resolves when it is gone. May be called twice. */
  stop(): Promise<void>
}

const host = '127.0.0.1'
const baseSettings = {
  listen_addresses: host,
  unix_socket_directories: '',
  logging_collector: 'off',
  shared_buffers: '128MB',
  max_connections: 100,
  jit: 'off',
}
const ephemeralSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Starts a real PostgreSQL from the binaries in node_modules, for use on this machine alone, and makes its cluster
 * on the first start. It ends with this process, also when that is killed.
 * @throws DataDirInUse when another living process runs the same data directory
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const runAs = chooseUser(options.dataDir)
  const binaries = await findBinaries(runAs)
  const dataDir = placeDataDir(options.dataDir, runAs)
  refuseForeign(dataDir, runAs)
  await stopLeftover(dataDir)
  if (!hasCluster(dataDir)) makeCluster(dataDir, { binaries, runAs, sync: !options.ephemeral })
  const password = readPassword(dataDir)
  const port = options.port ?? (await freePort())
  const settings = { ...baseSettings, port, ...(options.ephemeral ? ephemeralSettings : {}), ...options.settings }
  const server = spawn(binaries.postgres, ['-D', dataDir, ...asFlags(settings)], {
    ...runAs,
    env: serverEnv,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    // its own process group: Ctrl-C reaches us alone, and we end it when our work with it is done
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const pid = await untilReady(server)
  noteOwner(dataDir)
  const removing = options.ephemeral ? dataDir : undefined
  return {
    url: `postgres://${superuser}:${password}@${host}:${port}/postgres`,
    port,
    pid,
    dataDir,
    stop: stopper(server, { removing, dismissWatchdog: endWithUs(pid, { removing, runAs }) }),
  }
}

function asFlags(settings: Record<string, string | number>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function untilReady(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-8000)
      if (log.includes('ready to accept connections') && server.pid !== undefined) resolve(server.pid)
    })
    // 'close' comes after the last of what the server said
    server.once('close', code => reject(new Error(`PostgreSQL did not start (exit code ${code}): ${log}`)))
    server.once('error', reject)
  })
}

function stopper(
  server: ChildProcess,
  { removing, dismissWatchdog }: { removing: string | undefined; dismissWatchdog: () => void },
): () => Promise<void> {
  const gone = new Promise<void>(resolve => server.once('exit', () => resolve()))
  return async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGINT')
      await gone
    }
    dismissWatchdog()
    if (removing) rmSync(removing, { recursive: true, force: true })
  }
}
