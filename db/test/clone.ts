import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { type ConnectOptions, connect, type Database } from '../src/connect.ts'
import { testSecret } from './global.ts'

/** A database of its own for one test file, cloned from the migrated template. */
export type Clone = { db: Database; adminUrl: string; drop(): Promise<void> }

/** Clones the template; `drop` closes the pools and removes the clone. */
export async function cloneDatabase(templateUrl: string, options: Partial<ConnectOptions> = {}): Promise<Clone> {
  const name = `t_${randomBytes(6).toString('hex')}`
  const url = new URL(templateUrl)
  const template = url.pathname.slice(1)
  const keeper = new URL(templateUrl)
  keeper.pathname = '/template1'
  const admin = postgres(keeper.href, { max: 1, onnotice: () => {} })
  // Cloning needs the template to itself: workers take turns.
  await admin`select pg_advisory_lock(4201)`
  try {
    await admin.unsafe(`create database ${name} template ${template}`)
  } finally {
    await admin`select pg_advisory_unlock(4201)`
  }
  url.pathname = `/${name}`
  const db = connect({ adminUrl: url.href, secret: testSecret, ...options })
  return {
    db,
    adminUrl: url.href,
    async drop() {
      await db.close()
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end({ timeout: 1 })
    },
  }
}

export { connectAsAdministrator, type Sql } from '../src/connect.ts'
