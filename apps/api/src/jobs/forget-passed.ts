import { asSystem } from '@fuqiao/db'
import type { Deps } from '../deps.ts'
import { sessionTerms } from '../features/identity/index.ts'
import { removePassed } from './forget-store.ts'

const dayMs = 86_400_000
/** How long a request may be sent again and get the answer it got. */
const requestDays = 7
/** How long events are kept beside the audit trail, which keeps them for good. */
const eventDays = 30

/**
 * Forgets what has served: counts of wrong guesses, keys of answered requests, refresh tokens of sessions that can live no longer, events that
 * have had their effects. Without it these grow with every sign-in and every click. Answers how many rows went.
 */
export async function forgetPassed(deps: Pick<Deps, 'db'>, now: Date): Promise<number> {
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString()
  return asSystem(deps.db, tx =>
    removePassed(tx, {
      guesses: before(dayMs),
      requests: before(requestDays * dayMs),
      sessions: before(sessionTerms.absolute + dayMs),
      events: before(eventDays * dayMs),
    }),
  )
}
