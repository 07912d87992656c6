import { sendDeliveries } from '../../src/jobs/send-deliveries.ts'
import type { TestPerson, TestWorld } from '../harness.ts'
import { type MailSink, openMailSink } from '../mail-sink.ts'
import { openWebhookSink, type WebhookSink } from '../webhook-sink.ts'
import type { Player } from './city.ts'

/** A mail server and another system beside a city, and the way to be told by them. */
export type Sinks = {
  mail: MailSink
  hook: WebhookSink
  /** Tells a person everything at once, by mail to an address that names them. */
  subscribe(person: TestPerson): Promise<void>
  close(): Promise<void>
}

/** The person that an address is of. */
export const personAt = (address: string): string => address.replace(/@.*/, '')

const atOnce = { waiting: 'atOnce', deadline: 'atOnce', progress: 'atOnce', delivery: 'atOnce' } as const

/** Opens both; all staff are told by mail, and what administrators keep by webhook. */
export async function openSinks(world: TestWorld, staff: readonly Player[]): Promise<Sinks> {
  const [mail, hook] = [await openMailSink(), await openWebhookSink()]
  world.deps.channels = { ...world.deps.channels, sendMail: mail.mailer.send }
  const subscribe = async ({ personId, api }: TestPerson) => {
    const address = `${personId}@example.cn`
    await api.mailSettings.giveAddress({ address })
    await sendDeliveries(world.deps)
    const at = mail.received.findLastIndex(({ to }) => to === address)
    const [received] = mail.received.splice(at, 1)
    await api.mailSettings.confirmAddress({ code: /\d{6}/.exec(received?.text ?? '')?.[0] ?? '' })
    await api.mailSettings.choose({ language: 'zh', choices: atOnce })
  }
  for (const { person, roles } of staff) {
    // An auditor reads what was done and is told of nothing.
    if (roles.includes('auditor')) continue
    await subscribe(person)
    if (roles.includes('tenantAdmin'))
      await person.api.webhooks.create({ url: hook.url, groups: ['waiting', 'deadline', 'progress'] })
  }
  return {
    ...{ mail, hook, subscribe },
    async close() {
      await mail.close()
      await hook.close()
    },
  }
}
