import type { AskedSort } from '@fuqiao/contract'
import { parseSort } from '#lib/ui/table-column.ts'

/** What of an enquiry by others waits for our answer. */
export const AWAITED = ['awaited', 'unanswered'] as const
/** What of our own enquiries still runs. */
export const RUNNING = ['open', 'toChoose'] as const

/** The filter that an address asks for; states that the list does not know, and what is longer than a function's id, are left out. */
export function askedFilterIn<State extends string>(
  params: URLSearchParams,
  known: readonly State[],
): { states?: State[]; need?: string } {
  const states = known.filter(state => params.getAll('state').includes(state))
  const need = params.get('need')?.trim() ?? ''
  return { ...(states.length > 0 ? { states } : {}), ...(need !== '' && need.length <= 60 ? { need } : {}) }
}

/** The API's order for the table's `sort` parameter; the latest asked first when there is none it knows. */
export function askedSortOf(parameter: string | null): AskedSort {
  const sort = parseSort(parameter)
  if (sort?.key === 'clock' && !sort.descending) return 'due'
  if (sort?.key === 'updated') return sort.descending ? 'changed' : 'leastChanged'
  return sort?.key === 'at' && !sort.descending ? 'firstAsked' : 'asked'
}

const kept = new Set(['box', 'state', 'need', 'sort'])

/** The address of an Excel file of exactly these filters, order and columns of the list at a path. */
export function askedExportHref(
  pathname: string,
  params: Iterable<[string, string]>,
  columns: readonly string[],
): string {
  const query = new URLSearchParams([...params].filter(([name, value]) => kept.has(name) && value !== ''))
  for (const column of columns) query.append('columns', column)
  return `${pathname}/export?${query.toString()}`
}
