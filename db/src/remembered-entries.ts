import type { Entered } from './transactions.ts'

/** Sessions remembered at most; beyond, the one remembered longest goes. */
const most = 10_000

/** What `app.enter` answered of a session at some time: a guess at what it will answer next, never taken for the answer. */
export type Guess = { readonly entered: Entered; readonly text: string }

/** The last answer of each session. */
export type RememberedEntries = {
  recall(sessionId: string): Guess | undefined
  /** Keeps an answer in place of the last; null, a session that does not live, is forgotten. */
  keep(sessionId: string, entered: Entered | null): void
}

/** Remembers nothing at first. */
export function rememberEntries(): RememberedEntries {
  const remembered = new Map<string, Guess>()
  return {
    recall: sessionId => remembered.get(sessionId),
    keep(sessionId, entered) {
      remembered.delete(sessionId)
      if (entered === null) return
      remembered.set(sessionId, { entered, text: JSON.stringify(entered) })
      const [oldest] = remembered.keys()
      if (remembered.size > most && oldest !== undefined) remembered.delete(oldest)
    },
  }
}

/** Whether the entry answered what this guess said; not what is remembered by now, which another transaction may have put right meanwhile. */
export function isConfirmed(guess: Guess, entered: Entered | null): boolean {
  return JSON.stringify(entered) === guess.text
}
