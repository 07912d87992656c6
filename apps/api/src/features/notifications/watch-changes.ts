import type { ChangeNews } from '@fuqiao/contract'
import { SessionNotLive, withSession } from '@fuqiao/db'
import type { Deps } from '../../deps.ts'
import type { LiveEvent } from '../../http/live-hub.ts'
import { actorFrom } from '../../rpc/actor.ts'
import { AppError } from '../../rpc/app-error.ts'
import { isInSight } from '../referrals/index.ts'

/** Subscriptions that a person may hold at once; pages share one each. */
export const mostSubscriptions = 8

const held = new Map<string, number>()

/** Takes one of a person's places; the answer gives it back. @throws AppError TOO_MANY_SUBSCRIPTIONS */
function takePlace(personId: string): () => void {
  const count = held.get(personId) ?? 0
  if (count >= mostSubscriptions) throw new AppError('TOO_MANY_SUBSCRIPTIONS', { most: mostSubscriptions })
  held.set(personId, count + 1)
  return () => {
    const left = (held.get(personId) ?? 1) - 1
    if (left > 0) held.set(personId, left)
    else held.delete(personId)
  }
}

/** One subscription: whose session, until when, and how often the session is looked at when nothing happens. */
export type Watch = {
  deps: Pick<Deps, 'db' | 'live' | 'now'>
  sessionId: string
  signal: AbortSignal
  checkEveryMs?: number
}

/** What became of an event for the subscriber: the session's end ends the subscription. */
type Heard = { isLive: boolean; isInSight: boolean }

async function ask({ deps, sessionId }: Watch, event: LiveEvent | null): Promise<Heard & { personId: string }> {
  return withSession(deps.db, { sessionId, now: deps.now(), readOnly: true }, async (tx, entered) => {
    const isLive = actorFrom(entered) !== null
    const concerns = isLive && event !== null && event.network === entered.networkId
    return {
      personId: entered.personId,
      isLive,
      isInSight: concerns && (await isInSight(tx, entered.networkId, event.subject)),
    }
  })
}

async function enter(watch: Watch): Promise<() => void> {
  const { personId, isLive } = await ask(watch, null)
  if (!isLive) throw new AppError('TENANT_NOT_ACTIVE')
  return takePlace(personId)
}

/**
 * Changes that the subscriber may see, as they happen: each event is looked up behind the wall as the subscriber, in a transaction of its own, and
 * says no more than which referral to read again. Ends when the session does: it is asked at each event and every 30 seconds.
 * @throws AppError NOT_SIGNED_IN, TENANT_NOT_ACTIVE, TOO_MANY_SUBSCRIPTIONS
 */
export async function* watchChanges(watch: Watch): AsyncGenerator<{ id: string; news: ChangeNews }> {
  const { deps, signal, checkEveryMs = 30_000 } = watch
  const ending = new AbortController()
  const until = AbortSignal.any([signal, ending.signal])
  const events = deps.live.events(until)
  const giveBack = await enter(watch).catch((error: unknown) => {
    ending.abort()
    throw error
  })
  const timer = setInterval(() => {
    ask(watch, null).then(
      ({ isLive }) => isLive || ending.abort(),
      (error: unknown) => error instanceof SessionNotLive && ending.abort(),
    )
  }, checkEveryMs)
  timer.unref()
  try {
    for await (const event of events) {
      const heard = await ask(watch, event).catch((error: unknown) => {
        if (error instanceof SessionNotLive) return { isLive: false, isInSight: false }
        throw error
      })
      if (!heard.isLive) return
      if (heard.isInSight) yield { id: String(event.id), news: newsOf(event) }
    }
  } catch (error) {
    if (!until.aborted) throw error
  } finally {
    clearInterval(timer)
    ending.abort()
    giveBack()
  }
}

function newsOf({ topic, subject }: LiveEvent): ChangeNews {
  return { topic: topic === 'notice' ? 'notice' : 'referral', referralId: subject }
}
