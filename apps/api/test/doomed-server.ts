import { asSystem, connect } from '@fuqiao/db'
import { readWorkingCalendar } from '@fuqiao/db/reference-data'
import { testSecret } from '@fuqiao/db/test-global'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { buildApp } from '../src/app.ts'
import { loadProfiles } from '../src/boot/load-profiles.ts'
import { ensureSigningKey } from '../src/boot/signing-key-store.ts'
import { createLiveHub } from '../src/http/live-hub.ts'

// A server of its own process that dies by SIGKILL at a named point. Arguments: the database's URL, a person's and a session's id, the instant, the point ('' for none).
const [adminUrl = '', personId = '', sessionId = '', instant = '', doom = ''] = process.argv.slice(2)
const db = connect({ adminUrl, secret: testSecret })
const calendar = await asSystem(db, readWorkingCalendar)
const now = new Date(instant)
const app = await buildApp({
  deps: {
    db,
    now: () => now,
    profiles: loadProfiles(),
    calendar: () => calendar,
    live: createLiveHub(),
    channels: { publicOrigin: 'https://fuqiao.test', allowsLocalWebhooks: true },
    secret: 'a secret for tests only, long enough',
    demoAccounts: [],
    failPoint: point => point === doom && process.kill(process.pid, 'SIGKILL'),
  },
  session: { ...(await ensureSigningKey(db, now)), isSecure: false },
  logLevel: 'silent',
})
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
process.stdout.write(
  `${JSON.stringify({ port, token: app.deps.signAccessToken({ sub: personId, sid: sessionId, jti: randomUUID() }) })}\n`,
)
