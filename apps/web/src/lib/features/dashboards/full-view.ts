/** The full view of a board, for the screen of a meeting room: the same address, asked with `view=full`, so that it needs no script. */
export const isFullView = ({ pathname, searchParams }: URL): boolean =>
  pathname.startsWith('/dashboards') && searchParams.get('view') === 'full'

/** The address of the full view of a page, or, from there, of the page itself. */
export function otherView(url: URL): string {
  const query = new URLSearchParams(url.searchParams)
  if (isFullView(url)) query.delete('view')
  else query.set('view', 'full')
  const text = query.toString()
  return text === '' ? url.pathname : `${url.pathname}?${text}`
}
