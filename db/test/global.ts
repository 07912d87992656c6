import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import postgres from 'postgres'
import { connect } from '../src/connect.ts'
import { startEmbedded } from '../src/embedded.ts'
import { migrateDatabase } from '../src/migrate.ts'
import { loadReferenceData } from '../src/reference-data.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Administrator's URL of the test cluster; its database `postgres` is only the place to clone from. */
    adminUrl: string
    /** The same, of a database that holds the reference data too: loaded once, where each file would load ten thousand rows of its own. */
    worldUrl: string
  }
}

/** The secret from which the test cluster's role passwords are derived. */
export const testSecret = 'a secret for tests only'

/** vitest global set-up: one PostgreSQL for the run, migrated once into the database every worker clones. */
export default async function setup(project: TestProject) {
  const server = await startEmbedded({ dataDir: mkdtempSync(path.join(tmpdir(), 'fuqiao-test-')), ephemeral: true })
  try {
    await migrateDatabase({ adminUrl: server.url, secret: testSecret })
    project.provide('worldUrl', await makeWorld(server.url))
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('adminUrl', server.url)
  return () => server.stop()
}

/** A second template, with divisions and calendars in it. */
async function makeWorld(adminUrl: string): Promise<string> {
  const [keeper, url] = [new URL(adminUrl), new URL(adminUrl)]
  keeper.pathname = '/template1'
  url.pathname = '/world'
  const admin = postgres(keeper.href, { max: 1, onnotice: () => {} })
  await admin.unsafe('create database world template postgres')
  await admin.end()
  const db = connect({ adminUrl: url.href, secret: testSecret })
  await loadReferenceData(db, { now: new Date('2026-03-02T01:00:00Z') })
  await db.close()
  return url.href
}
