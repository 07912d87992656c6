import type { Cursor, ReferralSort } from '@fuqiao/contract'
import { schema } from '@fuqiao/db'
import { and, asc, desc, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { ListedReferral } from './listed-store.ts'

const { referral } = schema

/** An order that is not the list's own. */
type ChosenSort = Exclude<ReferralSort, 'changed'>

/** Rows of a list that follow each other in one index: which, in what order, how many at most. */
export type Part = { after: SQL | undefined; order: SQL[]; limit: number }

/** What an order goes by. A row without the instant counts as later than every other. */
const orders = {
  leastChanged: { by: 'updatedAt', descending: false },
  due: { by: 'dueAt', descending: false },
  submitted: { by: 'submittedAt', descending: true },
  firstSubmitted: { by: 'submittedAt', descending: false },
} as const satisfies Record<ChosenSort, { by: 'updatedAt' | 'dueAt' | 'submittedAt'; descending: boolean }>

/** The instant in the place of a row that has none: the last that a cursor holds. */
const never = '2199-12-31T00:00:00.000Z'

/** Where the next page of a sorted list begins, after this row. */
export function placeAfter(sort: ChosenSort, row: ListedReferral): Cursor {
  return { at: row[orders[sort].by] ?? never, id: row.id }
}

/** A page of a sorted list. Rows with the instant and rows without are read apart, so that the index answers each by itself; the second only when the page has room. */
export async function readSorted<Row>(
  sort: ChosenSort,
  { cursor, limit }: { cursor?: Cursor | undefined; limit: number },
  read: (part: Part) => Promise<Row[]>,
): Promise<Row[]> {
  const { by, descending } = orders[sort]
  const column = referral[by]
  const order = descending ? [desc(column), desc(referral.id)] : [asc(column), asc(referral.id)]
  const past = descending ? sql`<` : sql`>`
  const dated = (from?: Cursor) =>
    from ? sql`(${column}, ${referral.id}) ${past} (${from.at}::timestamptz, ${from.id}::uuid)` : isNotNull(column)
  const undated = (from?: Cursor) =>
    and(isNull(column), from ? sql`${referral.id} ${past} ${from.id}::uuid` : undefined)
  const isUndated = cursor?.at === never
  const parts = column.notNull ? [dated] : descending ? [undated, dated] : [dated, undated]
  const first = cursor && !column.notNull ? parts.indexOf(isUndated ? undated : dated) : 0
  const rows: Row[] = []
  for (const [at, part] of parts.slice(first).entries()) {
    if (rows.length === limit) break
    rows.push(...(await read({ after: part(at === 0 ? cursor : undefined), order, limit: limit - rows.length })))
  }
  return rows
}
