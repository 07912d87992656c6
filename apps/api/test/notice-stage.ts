import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { dispatchOutbox } from '../src/jobs/dispatch-outbox.ts'
import { sendDeliveries } from '../src/jobs/send-deliveries.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from './harness.ts'
import { type MailSink, openMailSink } from './mail-sink.ts'
import { openWebhookSink, type WebhookSink } from './webhook-sink.ts'

/** A world with a mail server and another system beside it. */
export type NoticeWorld = {
  world: TestWorld
  mail: MailSink
  hook: WebhookSink
  /** Lets the worker tell what happened, at the world's instant: events, then messages. */
  work(): Promise<void>
  /** Gives a person a confirmed address by the procedures that people use, and forgets the mail that brought the code. */
  confirm(person: TestPerson, address: string): Promise<void>
  /** Messages of a purpose, or all. */
  deliveries(): Promise<(typeof schema.delivery.$inferSelect)[]>
  /** Leaves nothing to send that other tests made. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function buildNoticeWorld(): Promise<NoticeWorld> {
  const [world, mail, hook] = [await buildTestWorld(), await openMailSink(), await openWebhookSink()]
  world.deps.channels = { ...world.deps.channels, sendMail: mail.mailer.send }
  const work = async () => {
    await dispatchOutbox(world.deps, world.deps.now())
    await sendDeliveries(world.deps)
  }
  return {
    world,
    mail,
    hook,
    work,
    async confirm({ api }, address) {
      await api.mailSettings.giveAddress({ address })
      await sendDeliveries(world.deps)
      const at = mail.received.findLastIndex(({ to }) => to === address)
      const [received] = mail.received.splice(at, 1)
      await api.mailSettings.confirmAddress({ code: /\d{6}/.exec(received?.text ?? '')?.[0] ?? '' })
    },
    deliveries: () => asSystem(world.db, tx => tx.select().from(schema.delivery)),
    async clear() {
      await dispatchOutbox(world.deps, world.deps.now())
      await asSystem(world.db, async tx => {
        await tx.delete(schema.delivery)
        await tx.update(schema.mailSetting).set({ address: null })
        await tx
          .update(schema.webhookEndpoint)
          .set({ state: 'paused' })
          .where(eq(schema.webhookEndpoint.state, 'active'))
      })
      mail.received.length = 0
      hook.called.length = 0
      mail.refuse(0)
      hook.answer(204)
    },
    async close() {
      await mail.close()
      await hook.close()
      await world.close()
    },
  }
}
