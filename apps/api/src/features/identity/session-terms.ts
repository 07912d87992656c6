/** How long things of a session last, in milliseconds. Idle and absolute limits are enforced by the server (ASVS 7.3). */
export const sessionTerms = {
  /** An access token. */
  accessToken: 10 * 60_000,
  /** Without a refresh for this long the session is dead. */
  idle: 30 * 60_000,
  /** No session lives longer. */
  absolute: 12 * 60 * 60_000,
  /** A refresh whose answer was lost may be asked again this long and gets the same successor. */
  refreshRetry: 20_000,
} as const
