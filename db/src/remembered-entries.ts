import type { Entered } from './transactions.ts'

/** Sessions remembered at most; beyond, the one remembered longest goes. */
const most = 10_000

/** What `app.enter` answered of a session: its text, which is what answers are compared by, and what it says. */
export type EntryAnswer = { readonly entered: Entered; readonly text: string }

/** The last answer of each session. */
export type RememberedEntries = {
  /** A guess at what the entry will answer next, never taken for the answer. */
  recall(sessionId: string): EntryAnswer | undefined
  /** Keeps an answer in place of the last; null, a session that does not live, is forgotten. */
  keep(sessionId: string, text: string | null): EntryAnswer | null
}

/** Remembers nothing at first. */
export function rememberEntries(): RememberedEntries {
  const remembered = new Map<string, EntryAnswer>()
  return {
    recall: sessionId => remembered.get(sessionId),
    keep(sessionId, text) {
      remembered.delete(sessionId)
      if (text === null) return null
      const answer = { entered: JSON.parse(text) as Entered, text }
      remembered.set(sessionId, answer)
      const [oldest] = remembered.keys()
      if (remembered.size > most && oldest !== undefined) remembered.delete(oldest)
      return answer
    },
  }
}
