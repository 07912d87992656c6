import { parseSort } from '#lib/ui/table-column.ts'

/** A person of an incubator, as far as the list is narrowed and ordered by it. */
type Member = {
  name: string
  loginName: string
  roles: readonly string[]
  from: Date
  until: Date | null
  liveSessions: number
}

/** What orders the list; who has no last day comes after every last day. */
const orders: Readonly<Record<string, (member: Member) => string | number>> = {
  name: ({ name }) => name,
  from: ({ from }) => from.getTime(),
  until: ({ until }) => until?.getTime() ?? Infinity,
  liveSessions: ({ liveSessions }) => liveSessions,
}

/** The filter of an address. */
export function memberFilterIn(params: URLSearchParams): { text: string; role: string } {
  return { text: params.get('text')?.trim() ?? '', role: params.get('role') ?? '' }
}

/**
 * The people that an address asks for, in its order. An incubator has as many as it has desks: they come whole from the API, so that the list is
 * narrowed and ordered here. It keeps no views, and is not taken away as a file: names with login names leave on paper alone.
 */
export function membersIn<M extends Member>(members: readonly M[], params: URLSearchParams): M[] {
  const { text, role } = memberFilterIn(params)
  const sort = parseSort(params.get('sort'))
  const value = sort ? orders[sort.key] : undefined
  const words = text.toLowerCase()
  const found = members.filter(
    ({ name, loginName, roles }) =>
      (words === '' || name.toLowerCase().includes(words) || loginName.toLowerCase().includes(words)) &&
      (role === '' || roles.includes(role)),
  )
  if (!sort || !value) return found
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number'
      ? a < b
        ? -1
        : a > b
          ? 1
          : 0
      : String(a).localeCompare(String(b), 'zh')
  return found.toSorted((a, b) => (sort.descending ? compare(value(b), value(a)) : compare(value(a), value(b))))
}
