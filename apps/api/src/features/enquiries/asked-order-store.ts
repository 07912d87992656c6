import type { AskedSort, Cursor } from '@fuqiao/contract'
import { asc, desc, type SQL, sql, type SQLWrapper } from 'drizzle-orm'

/** What a list of what was asked is sorted by, as columns or terms over them. `dueAt` is null where no term runs. */
export type AskedTerms = Readonly<Record<'id' | 'askedAt' | 'changedAt' | 'dueAt', SQLWrapper>>
/** The same of one row. */
export type AskedPlace = { id: string; askedAt: Date; changedAt: Date; dueAt: Date | null }

/** The instant in the place of a row without a term: the last that a cursor holds. */
const never = '2199-12-31T00:00:00.000Z'

const orders = {
  asked: { by: 'askedAt', descending: true },
  firstAsked: { by: 'askedAt', descending: false },
  changed: { by: 'changedAt', descending: true },
  leastChanged: { by: 'changedAt', descending: false },
  due: { by: 'dueAt', descending: false },
} as const satisfies Record<AskedSort, { by: Exclude<keyof AskedTerms, 'id'>; descending: boolean }>

/** The order asked for, ties by id, and what of the list lies after a place. */
export function askedOrder(
  terms: AskedTerms,
  { sort, cursor }: { sort: AskedSort; cursor?: Cursor | undefined },
): { after: SQL | undefined; by: SQL[] } {
  const { by, descending } = orders[sort]
  const at = by === 'dueAt' ? sql`coalesce(${terms.dueAt}, ${never}::timestamptz)` : sql`${terms[by]}`
  const past = descending ? sql`<` : sql`>`
  const towards = descending ? desc : asc
  return {
    after: cursor && sql`(${at}, ${terms.id}) ${past} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
    by: [towards(at), towards(terms.id)],
  }
}

/** Where the next page begins, after this row. */
export function askedCursor(sort: AskedSort, place: AskedPlace): Cursor {
  return { at: place[orders[sort].by]?.toISOString() ?? never, id: place.id }
}
