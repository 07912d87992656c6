import { asSystem, connect } from '@fuqiao/db'
import { readWorkingCalendar } from '@fuqiao/db/reference-data'
import { testSecret } from '@fuqiao/db/test-global'
import pino from 'pino'
import { loadProfiles } from '../src/boot/load-profiles.ts'
import { sendDeliveries } from '../src/jobs/send-deliveries.ts'
import { openMailer } from '../src/channels/smtp.ts'

// A worker of its own process that sends what is due and dies by SIGKILL between a message's sending and its mark. Arguments: the database's URL, the instant, the mail server.
const [adminUrl = '', instant = '', smtpUrl = ''] = process.argv.slice(2)
const db = connect({ adminUrl, secret: testSecret })
const calendar = await asSystem(db, readWorkingCalendar)
const mailer = openMailer(smtpUrl, '孵桥 <notice@fuqiao.test>')
await sendDeliveries({
  db,
  now: () => new Date(instant),
  profiles: loadProfiles(),
  calendar: () => calendar,
  channels: { sendMail: mailer.send, publicOrigin: 'https://fuqiao.test', allowsLocalWebhooks: true },
  secret: 'a secret for tests only, long enough',
  log: pino({ level: 'silent' }),
  failPoint: point => point.startsWith('delivered:') && process.kill(process.pid, 'SIGKILL'),
})
