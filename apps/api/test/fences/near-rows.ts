import type { Plot, PlottedActor, Rows } from './plot-types.ts'
import type { Fenced } from './fenced.ts'

/** Rows to ask an actor about: of its own network and the next, its person's anywhere, and some of other people's. */
export function nearRows(plot: Plot): (fence: Fenced, who: PlottedActor) => never[] {
  const books = new Map<keyof Rows, { byNetwork: Map<unknown, unknown[]>; byPerson: Map<unknown, unknown[]> }>()
  const bookOf = (table: keyof Rows) => {
    const known = books.get(table)
    if (known) return known
    const rows = plot.rows[table] as { networkId?: number; id?: unknown; personId?: unknown }[]
    const book = {
      byNetwork: Map.groupBy(rows, row => row.networkId ?? (table === 'network' ? row.id : 'people')),
      byPerson: Map.groupBy(rows, row => (table === 'person' ? row.id : row.personId)),
    }
    books.set(table, book)
    return book
  }
  return ({ table }, { networkId, actor }) => {
    const { byNetwork, byPerson } = bookOf(table)
    const groups = [
      byNetwork.get(networkId),
      byNetwork.get(networkId + 1),
      byPerson.get(actor.personId),
      byNetwork.get('people')?.slice(0, 40),
    ]
    return [...new Set(groups.flatMap(group => group ?? []))] as never[]
  }
}
