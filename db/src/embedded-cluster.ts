import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Binaries, giveTo, makePrivate, type RunAs } from './embedded-place.ts'

/** The cluster's superuser. */
export const superuser = 'postgres'
/** The environment of its programs. Nothing is inherited: our secrets do not belong there. */
export const serverEnv = { LC_ALL: 'C', TZ: 'UTC' }

/** Whether there is a cluster in `dataDir`. */
export function hasCluster(dataDir: string): boolean {
  return existsSync(path.join(dataDir, 'PG_VERSION'))
}

/** The superuser's password, which lies in the cluster's folder, where only its owner reads. */
export function readPassword(dataDir: string): string {
  return readFileSync(passwordFile(dataDir), 'utf8')
}

/**
 * Makes a cluster beside its place and moves it there whole, so that a killed start leaves no half of one.
 * @param sync whether to wait for the disk
 */
export function makeCluster(
  dataDir: string,
  { binaries, runAs, sync }: { binaries: Binaries; runAs: RunAs; sync: boolean },
): void {
  // an empty folder gives way; one with files that are not ours stops us here
  if (existsSync(dataDir)) rmdirSync(dataDir)
  const unfinished = `${dataDir}.new`
  const newPassword = `${dataDir}.password`
  rmSync(unfinished, { recursive: true, force: true })
  makePrivate(unfinished, runAs)
  rmSync(newPassword, { force: true })
  writeFileSync(newPassword, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  giveTo(newPassword, runAs)
  const flags = ['-D', unfinished, '-U', superuser, '-A', 'scram-sha-256', `--pwfile=${newPassword}`, '-E', 'UTF8']
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions']
  const made = spawnSync(binaries.initdb, [...flags, ...locale, ...(sync ? [] : ['--no-sync'])], {
    ...runAs,
    env: serverEnv,
    cwd: '/',
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}`, { cause: made.error })
  renameSync(newPassword, passwordFile(unfinished))
  renameSync(unfinished, dataDir)
}

function passwordFile(dataDir: string): string {
  return path.join(dataDir, 'superuser-password')
}
