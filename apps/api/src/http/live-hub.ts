import type { Database } from '@fuqiao/db'
import { randomBytes } from 'node:crypto'
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
    | 'assignment'
    | 'assignmentNotice'
    | 'report'
    | 'reportNotice'
    | 'meeting'
    | 'target'
  subject: string
  /** Tenants and organisation that it may concern: nobody else needs to be asked about. */
  parties: readonly string[]
}

/** Hears the database's announcements once for the whole process and hands them to the subscriptions. */
export type LiveHub = {
  /** Events as they come, until the signal ends. */
  events(signal: AbortSignal): AsyncIterable<LiveEvent>
  /** Where this server is in what it hears: taken before something is read, it tells later what has happened since. */
  mark(): string
  /** What was heard since a mark; null where that is not known: another server's mark, one of before a break, or one too old. */
  since(mark: string): readonly LiveEvent[] | null
  /** Begins to listen; called once at start. */
  start(db: Database): Promise<void>
  stop(): Promise<void>
}

/** Events that are remembered for marks: a page subscribes seconds after it was read. */
const remembered = 500

/** What was heard last, and how much in all since this server began to listen. */
function memory() {
  let [began, heard, last]: [string, number, LiveEvent[]] = [randomBytes(9).toString('base64url'), 0, []]
  return {
    add(event: LiveEvent) {
      heard += 1
      last.push(event)
      if (last.length > 2 * remembered) last = last.slice(-remembered)
    },
    /** Something may have gone unheard: no mark of before is known any more. */
    begin() {
      ;[began, heard, last] = [randomBytes(9).toString('base64url'), 0, []]
    },
    mark: () => `${began}.${heard}`,
    since(mark: string): readonly LiveEvent[] | null {
      const [where, at] = mark.split('.')
      const missed = heard - Number(at)
      if (where !== began || !(missed >= 0 && missed <= last.length)) return null
      return last.slice(last.length - missed)
    },
  }
}

/** A hub that listens on the channel `fuqiao` (see the trigger `announce`). The driver listens again after a lost connection. */
export function createLiveHub(): LiveHub {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const past = memory()
  let unlisten: (() => Promise<void>) | undefined
  return {
    mark: past.mark,
    since: past.since,
    events(signal) {
      // Begins to hear now and not at the first reading, so that nothing is missed in between.
      const heard = on(emitter, 'event', { signal })
      return (async function* () {
        for await (const [event] of heard) yield event as LiveEvent
      })()
    },
    async start(db) {
      const hear = (payload: string) => {
        const event = JSON.parse(payload) as LiveEvent
        past.add(event)
        emitter.emit('event', event)
      }
      const listening = await db.system.listen('fuqiao', hear, past.begin)
      unlisten = () => listening.unlisten()
    },
    async stop() {
      await unlisten?.()
    },
  }
}
