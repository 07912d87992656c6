import type { Database } from '@fuqiao/db'
import { EventEmitter, on } from 'node:events'

/** What travels between servers when something happened: ids only; whoever hears it reads again behind the wall. */
export type LiveEvent = {
  id: number
  network: number
  /** Of a referral or an agreement, or of the notice of one. */
  topic:
    | 'referral'
    | 'notice'
    | 'agreement'
    | 'agreementNotice'
    | 'enquiry'
    | 'enquiryNotice'
    | 'referralRequest'
    | 'referralRequestNotice'
    | 'incubationCase'
    | 'incubationCaseNotice'
    | 'organisation'
    | 'filing'
    | 'standard'
    | 'serviceItem'
    | 'publication'
    | 'operator'
    | 'rating'
    | 'panel'
  subject: string
  /** Tenants and organisation that it may concern: nobody else needs to be asked about. */
  parties: readonly string[]
}

/** Hears the database's announcements once for the whole process and hands them to the subscriptions. */
export type LiveHub = {
  /** Events as they come, until the signal ends. */
  events(signal: AbortSignal): AsyncIterable<LiveEvent>
  /** Begins to listen; called once at start. */
  start(db: Database): Promise<void>
  stop(): Promise<void>
}

/** A hub that listens on the channel `fuqiao` (see the trigger `announce`). The driver listens again after a lost connection. */
export function createLiveHub(): LiveHub {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  let unlisten: (() => Promise<void>) | undefined
  return {
    events(signal) {
      // Begins to hear now and not at the first reading, so that nothing is missed in between.
      const heard = on(emitter, 'event', { signal })
      return (async function* () {
        for await (const [event] of heard) yield event as LiveEvent
      })()
    },
    async start(db) {
      const listening = await db.system.listen('fuqiao', payload =>
        emitter.emit('event', JSON.parse(payload) as LiveEvent),
      )
      unlisten = () => listening.unlisten()
    },
    async stop() {
      await unlisten?.()
    },
  }
}
