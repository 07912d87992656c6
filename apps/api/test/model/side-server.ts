import { asSystem, connect } from '@fuqiao/db'
import { readWorkingCalendar } from '@fuqiao/db/reference-data'
import { testSecret } from '@fuqiao/db/test-global'
import { PgSelectBase } from 'drizzle-orm/pg-core'
import pino from 'pino'
import { execFileSync } from 'node:child_process'
import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { loadProfiles } from '../../src/boot/load-profiles.ts'
import type { Deps } from '../../src/deps.ts'
import { createLiveHub } from '../../src/http/live-hub.ts'
import { runClocks } from '../../src/jobs/run-clocks.ts'
import { createCaller } from '../../src/rpc/app-router.ts'
import { errorBody } from '../../src/rpc/error-format.ts'
import { callByName } from '../every-call.ts'
import type { Order } from './side-process.ts'

// A server of its own process, with connections of its own, that does what it is told line by line: a call of a session, or the clock's work.
const [adminUrl = '', failPoint = '', weakness = ''] = process.argv.slice(2)
if (weakness === 'takesNoLock')
  PgSelectBase.prototype.for = function () {
    return this as never
  }
const db = connect({ adminUrl, secret: testSecret, poolSize: 2 })
const calendar = await asSystem(db, readWorkingCalendar)
let now = new Date(0)
const deps: Deps = {
  ...{ db, now: () => now, profiles: loadProfiles(), calendar: () => calendar, live: createLiveHub() },
  ...{ channels: { publicOrigin: 'https://fuqiao.test', allowsLocalWebhooks: false }, demoAccounts: [] },
  ...{ secret: 'a secret for tests only, long enough', signAccessToken: () => '', log: pino({ level: 'silent' }) },
  failPoint: failPoint === '' ? undefined : point => point === failPoint && die(),
}

let underWay = ''
function die(): void {
  if (weakness === 'tellsFirst')
    execFileSync(process.execPath, [path.join(import.meta.dirname, 'tell-first.ts'), adminUrl, underWay])
  process.kill(process.pid, 'SIGKILL')
}

async function obey({ sessionId, name, input }: Order): Promise<unknown> {
  if (sessionId === null) return runClocks(deps, now)
  underWay = (input as { id?: string }).id ?? ''
  const context = { requestId: 'side', address: '192.0.2.2', userAgent: 'test', setSession: () => {} }
  return callByName(createCaller({ deps, sessionId, ...context }), name, input)
}

const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`)
// Whoever is killed keeps nothing at its end.
flushCompileCache()
say({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  now = new Date(order.now)
  // Both processes set out at one instant.
  while (Date.now() < order.at) await new Promise(resolve => setImmediate(resolve))
  void obey(order).then(
    answer => say({ id: order.id, answer: answer ?? null }),
    (error: unknown) => say({ id: order.id, refused: errorBody(error) }),
  )
}
