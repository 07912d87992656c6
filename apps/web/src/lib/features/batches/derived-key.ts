import { createHash } from 'node:crypto'

/**
 * The request key of one of several things that are asked for together, always the same for the same parts: pressed twice, or gone on with after a
 * crash, each is the request that it was before.
 */
export function derivedKey(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  // The shape of a UUID made from a name (RFC 9562, version 8).
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
