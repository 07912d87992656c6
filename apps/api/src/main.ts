import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { loadReferenceData } from '@fuqiao/db/reference-data'
import { buildApp } from './app.ts'
import { openClock } from './boot/clock.ts'
import { followRules } from './boot/follow-rules.ts'
import { followCalendar } from './boot/follow-calendar.ts'
import { failPointFrom } from './boot/fail-point.ts'
import { networksOf } from './boot/found-network.ts'
import { loadProfiles } from './boot/load-profiles.ts'
import { openDatabase } from './boot/open-database.ts'
import { demosNamed, openDemo, UnknownDemo } from './boot/open-demo.ts'
import { openWeb } from './boot/open-web.ts'
import { playDemoCases } from './boot/play-demo-cases.ts'
import { playDemoReports } from './boot/play-demo-reports.ts'
import { isPortFree, portTaken } from './boot/port.ts'
import { ensureSigningKey } from './boot/signing-key-store.ts'
import { stopOnSignals } from './boot/stop-on-signals.ts'
import { openMailer } from './channels/smtp.ts'
import { readConfig } from './config.ts'
import { createLiveHub } from './http/live-hub.ts'
import { registerTestClock } from './http/test-clock.ts'
import { startJobs } from './jobs/scheduler.ts'

const config = readConfig()
const clock = openClock(config)
const { now } = clock
const say = (line: string) => process.stdout.write(`${line}\n`)

if (!(await isPortFree(config.port, config.host))) {
  process.stderr.write(`${portTaken(config.port)}\n`)
  process.exit(1)
}

const database = await openDatabase(config)
const { db, secret } = database
await loadReferenceData(db, { now: now(), calendarFolder: path.join(config.dataDir, 'calendar') })
const calendar = await followCalendar(db, error =>
  process.stderr.write(`the calendar could not be read again: ${error instanceof Error ? error.message : 'unknown'}\n`),
)
const profiles = loadProfiles()
const rules = await followRules(db, profiles, error =>
  process.stderr.write(`rules could not be read: ${error instanceof Error ? error.message : 'unknown'}\n`),
)
const demoAccounts = config.demo
  ? await openDemo(db, database.adminUrl, {
      now: now(),
      wanted: demosNamed(process.argv.slice(2), profiles),
      profiles,
    }).catch(refuseUnknown)
  : []
const key = await ensureSigningKey(db, now())
const web = await openWeb(process.argv.includes('--dev'))
const live = createLiveHub()
await live.start(db)

const mailer = config.mail && openMailer(config.mail.smtpUrl, config.mail.from)
const channels = {
  sendMail: mailer?.send,
  publicOrigin: config.publicOrigin ?? '',
  allowsLocalWebhooks: config.allowsLocalWebhooks,
}

const app = await buildApp({
  deps: {
    ...{ db, now, profiles, calendar: () => calendar.current(), live, channels, secret, demoAccounts },
    failPoint: failPointFrom(config),
  },
  session: {
    privatePem: key.privatePem,
    publicPem: key.publicPem,
    isSecure: config.publicOrigin?.startsWith('https:') ?? false,
  },
  web: web.handler,
  trustProxy: config.trustProxy,
  logLevel: config.logLevel,
})
registerTestClock(app, clock)
if (demoAccounts.length > 0) await showCases()
const jobs = startJobs(app.deps)
stopOnSignals({ watchParent: config.watchParent }, [
  // At once: while a job ends, nobody is to be told that this server is ready.
  () => Promise.all([app.close(), jobs.stop()]),
  async () => mailer?.close(),
  () => live.stop(),
  () => calendar.stop(),
  () => rules.stop(),
  () => web.close(),
  () => database.close(),
])

await app.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(`${error.code === 'EADDRINUSE' ? portTaken(config.port) : error.message}\n`)
  process.exit(1)
})
const place = app.server.address() as AddressInfo
say(`\n孵桥 Fuqiao 已就绪 / is ready:  http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${place.port}\n`)
for (const { loginName, password, name, roles, tenantName } of demoAccounts)
  say(`  ${loginName.padEnd(24)} ${password}   ${tenantName} · ${name} · ${roles.join(', ')}`)
if (!(await networksOf(db)).hasAny)
  say(
    '还没有网络,无人可以登录。请运行 npm run network(见 deploy/README.md),或以 DEMO=1 启动看演示。\n' +
      'There is no network yet, and nobody can sign in. Run npm run network (see deploy/README.md), or start with DEMO=1 to see the demo.',
  )

async function showCases(): Promise<void> {
  const { storyEnd } = await import('@fuqiao/db/factories')
  await playDemoCases(app.deps, storyEnd(now(), calendar.current()))
  await playDemoReports(app.deps, storyEnd(now(), calendar.current()))
}

async function refuseUnknown(error: unknown): Promise<never> {
  if (!(error instanceof UnknownDemo)) throw error
  process.stderr.write(`${error.message}\n`)
  await database.close()
  process.exit(1)
}
