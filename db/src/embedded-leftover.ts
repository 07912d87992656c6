import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import path from 'node:path'
import type { RunAs } from './embedded-place.ts'

/** Another living process of ours runs the cluster in this data directory. */
export class DataDirInUse extends Error {
  constructor(dataDir: string, owner: number) {
    super(
      `The data directory ${dataDir} is in use by process ${owner}. Stop that one, or set DATA_DIR to another folder.`,
    )
    this.name = 'DataDirInUse'
  }
}

/** Notes in the data directory that this process runs the cluster. */
export function noteOwner(dataDir: string): void {
  writeFileSync(ownerFile(dataDir), String(process.pid))
}

/**
 * Starts a small shell that ends the server when this process is gone, however it ended: then its input closes.
 * On Windows there is none, and the server stays until the next start.
 * @returns ends the shell, once the server has stopped in an orderly way
 */
export function endWithUs(
  server: number,
  { removing, runAs }: { removing: string | undefined; runAs: RunAs },
): () => void {
  if (process.platform === 'win32') return () => undefined
  const program = `read -r _; kill -INT "$1" || exit; [ -n "$2" ] || exit
    for second in 1 2 3 4 5 6 7 8 9; do [ -e "$2/postmaster.pid" ] || break; sleep 1; done; rm -rf "$2"`
  const watchdog = spawn('sh', ['-c', program, 'fuqiao-watchdog', String(server), removing ?? ''], {
    ...runAs,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.unref()
  // typed as a plain stream, it is a socket, which would keep this process alive
  ;(watchdog.stdin as Socket).unref()
  return () => watchdog.kill('SIGKILL')
}

/** Whether a PostgreSQL runs on this data directory, of a living process or left behind. */
export function isServerRunning(dataDir: string): boolean {
  return findServer(dataDir) !== undefined
}

/**
 * Ends the PostgreSQL that a killed run left behind in `dataDir`, and waits until it is gone.
 * @throws DataDirInUse when the process that started it still lives
 */
export async function stopLeftover(dataDir: string): Promise<void> {
  const server = findServer(dataDir)
  if (!server) {
    // its number may belong to a stranger by now, and then PostgreSQL would not start
    rmSync(lockFile(dataDir), { force: true })
    return
  }
  if (server.parent === readOwner(dataDir)) throw new DataDirInUse(dataDir, server.parent)
  process.kill(server.pid, 'SIGINT')
  await untilGone(server.pid, dataDir)
}

/** The process that PostgreSQL's own note in the data directory names, if it is one on that directory. */
function findServer(dataDir: string): { pid: number; parent: number } | undefined {
  if (!existsSync(lockFile(dataDir))) return undefined
  const pid = Number(readFileSync(lockFile(dataDir), 'utf8').split('\n')[0])
  const found = processInfo(pid)
  return found?.command.includes(dataDir) ? { pid, parent: found.parent } : undefined
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'postmaster.pid')
}

async function untilGone(pid: number, dataDir: string): Promise<void> {
  for (let tenths = 0; tenths < 300; tenths += 1) {
    if (!processInfo(pid)?.command.includes(dataDir)) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`The PostgreSQL process ${pid} left behind in ${dataDir} does not stop. End it and start again.`)
}

function readOwner(dataDir: string): number | undefined {
  return existsSync(ownerFile(dataDir)) ? Number(readFileSync(ownerFile(dataDir), 'utf8')) : undefined
}

function ownerFile(dataDir: string): string {
  return path.join(dataDir, 'fuqiao.pid')
}

/** Command line and parent of a process; undefined when there is none. Reads /proc on Linux, where `ps` may be missing. */
function processInfo(pid: number): { command: string; parent: number } | undefined {
  if (!(pid > 1)) return undefined
  if (process.platform !== 'linux') return askPs(pid)
  if (!existsSync(`/proc/${pid}/stat`)) return undefined
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? ''
    return { command, parent: Number(afterName.split(' ')[1]) }
  } catch {
    return undefined // it ended between the two reads
  }
}

function askPs(pid: number): { command: string; parent: number } | undefined {
  const answer = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' })
  const fields = /^\s*(\d+)\s+(.*)$/m.exec(answer.stdout ?? '')
  return fields ? { parent: Number(fields[1]), command: fields[2] ?? '' } : undefined
}
