/** What is read of a page's address: Kit's own may not be written to. */
type Address = { readonly pathname: string; readonly searchParams: Pick<URLSearchParams, 'get' | 'toString'> }

/** The full view of a board, for the screen of a meeting room: the same address, asked with `view=full`, so that it needs no script. */
export const isFullView = ({ pathname, searchParams }: Address): boolean =>
  pathname.startsWith('/dashboards') && searchParams.get('view') === 'full'

/** The address of the full view of a page, or, from there, of the page itself. */
export function otherView(url: Address): string {
  const query = new URLSearchParams(url.searchParams.toString())
  if (isFullView(url)) query.delete('view')
  else query.set('view', 'full')
  const text = query.toString()
  return text === '' ? url.pathname : `${url.pathname}?${text}`
}
