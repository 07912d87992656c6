import { rmSync } from 'node:fs'
import path from 'node:path'
import { plantNetworks } from '@fuqiao/db/factories'
import { loadReferenceData } from '@fuqiao/db/reference-data'
import { loadProfiles } from '../apps/api/src/boot/load-profiles.ts'
import { openDatabase } from '../apps/api/src/boot/open-database.ts'
import { readConfig } from '../apps/api/src/config.ts'

// The server of the journeys through a whole case: the networks of all documents side by side, and a clock that the journeys set. Its day is a working Monday
// after which years of holidays are loaded.
const dataDir = path.resolve(import.meta.dirname, '../.data/e2e-networks')
rmSync(dataDir, { recursive: true, force: true })
Object.assign(process.env, {
  PORT: process.env['E2E_PORT'] ?? '4174',
  DATA_DIR: dataDir,
  DEMO: '0',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  FUQIAO_TEST: '1',
  FUQIAO_TEST_CLOCK: '1',
  FUQIAO_TEST_NOW: '2021-03-01T09:00:00+08:00',
  FUQIAO_WATCH_PARENT: '1',
})
const config = readConfig()
const database = await openDatabase(config)
await loadReferenceData(database.db, {
  now: config.testNow ?? new Date(),
  calendarFolder: path.join(dataDir, 'calendar'),
})
await plantNetworks(database.db, loadProfiles())
await database.close()
await import('../apps/api/src/main.ts')
