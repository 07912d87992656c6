/** Parameters that say where in a list one is, not which list it is. */
const PLACE = new Set(['after', 'before'])

/** A list's address without the place in it, as a record: repeated names are joined, for the API keeps one text a name. */
export function viewQuery(search: string): Record<string, string> {
  const params = new URLSearchParams(search)
  const query: Record<string, string> = {}
  for (const name of new Set(params.keys())) {
    if (PLACE.has(name) || name.startsWith('/')) continue
    const values = params.getAll(name).filter(value => value !== '')
    if (values.length > 0) query[name] = values.join(',')
  }
  return query
}

/** The address that a kept view leads to. */
export function viewHref(pathname: string, query: Readonly<Record<string, string>>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) for (const one of value.split(',')) params.append(name, one)
  const text = params.toString()
  return text === '' ? pathname : `${pathname}?${text}`
}

/** Whether an address shows a kept view: neither the order of the names nor the place in the list matters. */
export function isSameView(search: string, query: Readonly<Record<string, string>>): boolean {
  const shown = viewQuery(search)
  const names = Object.keys(shown)
  return names.length === Object.keys(query).length && names.every(name => shown[name] === query[name])
}
