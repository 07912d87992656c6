/** Tokens remembered at most; beyond, the one remembered longest goes. */
export const mostRemembered = 10_000

/** The instants of a token, in seconds. */
type Timed = { readonly iat: number; readonly exp: number }

/** What is needed to tell the claims of a token. */
export type TokenCheck<Claims extends Timed> = {
  /** Verifies signature and form. @throws Error whatever is wrong with the token */
  verify(token: string): Claims
  /** Whether a token with these instants holds now; asked at every call. */
  isTimely(instants: Timed, nowSeconds: number): boolean
}

/** Tells a token's claims, or null when it is none. */
export type ClaimsReader<Claims> = {
  claimsOf(token: string, nowSeconds: number): Claims | null
  /** How many tokens are remembered. */
  size(): number
}

/**
 * Verifies a token's signature once while it is remembered: the outcome depends on the token's text and the key alone, and one check costs a tenth of a
 * short request. The memory belongs to one key; what it is keyed by is the whole text, compared character by character, since anything shorter (the
 * library's own cache takes a key builder) could make two tokens one. Only what held is remembered, so that a caller with wrong tokens pushes nobody's
 * right one out; an expired one is forgotten when it is next shown.
 */
export function rememberVerified<Claims extends Timed>({ verify, isTimely }: TokenCheck<Claims>): ClaimsReader<Claims> {
  const remembered = new Map<string, Readonly<Claims>>()
  const verifiedNow = (token: string): Readonly<Claims> | null => {
    try {
      return Object.freeze(verify(token))
    } catch {
      // A token that does not verify is no token: the caller is signed out, whatever was wrong with it.
      return null
    }
  }
  return {
    claimsOf(token, nowSeconds) {
      const known = remembered.get(token)
      const claims = known ?? verifiedNow(token)
      if (!claims) return null
      if (!isTimely(claims, nowSeconds)) {
        remembered.delete(token)
        return null
      }
      if (known) return known
      remembered.set(token, claims)
      const [oldest] = remembered.keys()
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest)
      return claims
    },
    size: () => remembered.size,
  }
}
