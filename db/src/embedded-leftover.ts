import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Another living process of ours runs the cluster in this data directory. */
export class DataDirInUse extends Error {
  constructor(dataDir: string, owner: number) {
    super(`The data directory ${dataDir} is in use by process ${owner}. Stop that one, or set DATA_DIR to another folder.`)
    this.name = 'DataDirInUse'
  }
}

/** Notes in the data directory that this process runs the cluster. */
export function noteOwner(dataDir: string): void {
  writeFileSync(ownerFile(dataDir), String(process.pid))
}

/**
 * Ends the PostgreSQL that a killed run left behind in `dataDir`, and waits until it is gone.
 * @throws DataDirInUse when the process that started it still lives
 */
export async function stopLeftover(dataDir: string): Promise<void> {
  const lockFile = path.join(dataDir, 'postmaster.pid')
  if (!existsSync(lockFile)) return
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0])
  const server = processInfo(pid)
  if (!server?.command.includes(dataDir)) {
    // that server is gone, and its number belongs to no one or to a stranger: PostgreSQL would wait for it forever
    rmSync(lockFile, { force: true })
    return
  }
  if (server.parent === readOwner(dataDir)) throw new DataDirInUse(dataDir, server.parent)
  process.kill(pid, 'SIGINT')
  await untilGone(pid, dataDir)
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
