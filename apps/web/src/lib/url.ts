/** What links need to know of an address; both `URL` and Kit's read-only `page.url` fit. */
export interface Address {
  readonly pathname: string
  readonly searchParams: { toString(): string }
}

/** The address with some query parameters replaced; null or '' removes one. The other parameters stay, so filters survive sorting. */
export function withParams(address: Address, changes: Record<string, string | readonly string[] | null>): string {
  const params = new URLSearchParams(address.searchParams.toString())
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name)
    for (const one of [value].flat()) {
      if (one !== null && one !== '') params.append(name, one)
    }
  }
  const query = params.toString()
  return query === '' ? address.pathname : `${address.pathname}?${query}`
}

/** The path if it stays on this site, else the fallback: a `next` or `back` parameter must never lead elsewhere. */
export function localPath(path: unknown, fallback = '/'): string {
  if (typeof path !== 'string' || !path.startsWith('/')) return fallback
  // browsers drop control characters before they read an address
  return /^\/[/\\]|[\\\u0000-\u001f]/.test(path) ? fallback : path
}
