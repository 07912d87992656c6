import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/embedded.ts'
import { migrateDatabase } from '../src/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Administrator's URL of the test cluster; its database `postgres` is only the place to clone from. */
    adminUrl: string
  }
}

/** The secret from which the test cluster's role passwords are derived. */
export const testSecret = 'a secret for tests only'

/** vitest global set-up: one PostgreSQL for the run, migrated once into the database every worker clones. */
export default async function setup(project: TestProject) {
  const server = await startEmbedded({ dataDir: mkdtempSync(path.join(tmpdir(), 'fuqiao-test-')), ephemeral: true })
  try {
    await migrateDatabase({ adminUrl: server.url, secret: testSecret })
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('adminUrl', server.url)
  return () => server.stop()
}
