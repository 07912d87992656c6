import type { ReferralSort } from '@fuqiao/contract'
import { sortOf } from '#lib/features/referrals/filter.ts'
import { parseSort } from '#lib/ui/table-column.ts'
import type { Address } from '#lib/url.ts'

/** The rows and the counts of a list stand in one address: the keys of the counts are led by this. */
const COUNT = 'count-'

/** The key of a column of the counts, in `sort` and `cols`. */
export function countKey(column: string): string {
  return COUNT + column
}

/** What an address says of a list's order: of the rows, or of the counts. */
export function orderIn<Key extends string>(
  params: URLSearchParams,
  countColumns: readonly Key[],
): { sort: ReferralSort; countOrder?: { by: Key; descending: boolean } } {
  const parameter = params.get('sort')
  const chosen = parseSort(parameter)
  const by = countColumns.find(column => countKey(column) === chosen?.key)
  const sort = sortOf(parameter)
  return chosen && by !== undefined ? { sort, countOrder: { by, descending: chosen.descending } } : { sort }
}

/** What a list of one table is ordered by, as its address says; a column that orders nothing orders it by nothing. */
export function orderOf<Key extends string>(
  params: URLSearchParams,
  columns: readonly Key[],
): { order?: { by: Key; descending: boolean } } {
  const chosen = parseSort(params.get('sort'))
  const by = columns.find(column => column === chosen?.key)
  return chosen && by !== undefined ? { order: { by, descending: chosen.descending } } : {}
}

/** An address as a page knows it. */
type Place = Address & { readonly searchParams: Iterable<[string, string]> }

/** The address of an Excel file of exactly what a list shows: its filter and order, and the columns of its tables. */
export function countedExportHref(
  { pathname, searchParams }: Place,
  { rows, counts = [] }: { rows: readonly string[]; counts?: readonly string[] },
): string {
  const query = new URLSearchParams([...searchParams].filter(([name]) => name !== 'after' && name !== 'cols'))
  for (const column of rows) query.append('columns', column)
  for (const column of counts) query.append('countColumns', column)
  return `${pathname}/export?${query.toString()}`
}

/** The list without any filter, of the same incubator and time. */
export function countedHome({ pathname, searchParams }: Place): string {
  const kept = [...searchParams].filter(([name]) => BOARD_PARAMS.some(known => known === name))
  const query = new URLSearchParams(kept).toString()
  return query === '' ? pathname : `${pathname}?${query}`
}

/** Parameters that say whose list it is, and of which time. */
const BOARD_PARAMS = ['tenant', 'period', 'from', 'to'] as const

/** Parameters that the filter form of such a list keeps beside its own fields. */
export const KEPT_PARAMS: readonly string[] = [...BOARD_PARAMS, 'sort', 'cols', 'alone']
