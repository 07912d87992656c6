/** How often a message is tried before it is given up: within about two thirds of a day. */
export const MOST_ATTEMPTS = 8

const first = 30_000
const longest = 6 * 3_600_000

/**
 * Milliseconds until the next try after so many (from 1): four times as long each time, up to six hours; `random` (from 0 to 1) takes up to half
 * of it away, so that what failed together does not come back together. Null when there is no next one.
 */
export function retryDelay(attempts: number, random: number): number | null {
  if (attempts >= MOST_ATTEMPTS) return null
  const delay = Math.min(longest, first * 4 ** (attempts - 1))
  return Math.round(delay * (1 - random / 2))
}
