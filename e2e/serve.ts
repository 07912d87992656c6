import { rmSync } from 'node:fs'
import path from 'node:path'

// The server of the journeys: a fresh data directory, and a clock that starts on a working Monday inside the loaded calendar,
// so that deadlines fall on the same dates whenever the journeys run. Messages may go to a receiver on this machine.
const dataDir = path.resolve(import.meta.dirname, '../.data/e2e')
rmSync(dataDir, { recursive: true, force: true })
Object.assign(process.env, {
  PORT: process.env['E2E_PORT'] ?? '4173',
  DATA_DIR: dataDir,
  DEMO: '1',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  FUQIAO_TEST: '1',
  FUQIAO_TEST_LOCAL_WEBHOOKS: '1',
  FUQIAO_TEST_NOW: '2026-11-23T09:00:00+08:00',
  FUQIAO_WATCH_PARENT: '1',
})
await import('../apps/api/src/main.ts')
