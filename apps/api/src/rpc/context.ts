import type { Deps } from '../deps.ts'

/** The two tokens of a session as they go into cookies; never into a body. */
export type SessionTokens = {
  accessToken: string
  refreshToken: string
  /** When the refresh cookie may be forgotten. */
  refreshUntil: Date
}

/** What every procedure starts from: no person yet, only the claim of a session, which the database checks in the transaction's first statement. */
export type RequestContext = {
  deps: Deps
  /** Session id of a verified access token, or null. */
  sessionId: string | null
  requestId: string
  /** Address and agent of the caller, for the list of sessions and the sign-in throttle. */
  address: string
  userAgent: string
  /** Sets (or with null clears) the session's cookies on the answer. */
  setSession(tokens: SessionTokens | null): void
}
