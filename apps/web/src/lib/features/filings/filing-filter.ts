import { type FilingFilter, filingFilterSchema, type FilingSort } from '@fuqiao/contract'
import { parseSort } from '#lib/ui/table-column.ts'

/** The filter that an address asks for; what it cannot mean is left out. */
export function filingFilterIn(params: URLSearchParams): FilingFilter {
  const asked = {
    ...(params.get('state') ? { states: params.getAll('state') } : {}),
    ...(params.get('within') ? { within: params.get('within') } : {}),
    ...(params.get('field') ? { fields: params.getAll('field') } : {}),
    ...(params.get('ending') ? { ending: true } : {}),
    ...(params.get('text')?.trim() ? { text: params.get('text') } : {}),
  }
  const parsed = filingFilterSchema.safeParse(asked)
  return parsed.success ? parsed.data : {}
}

/** The API's order for the table's `sort` parameter; by last change when there is none it knows. */
export function filingSortOf(parameter: string | null): FilingSort {
  const sort = parseSort(parameter)
  if (sort?.key === 'until') return sort.descending ? 'endingLast' : 'ending'
  return sort?.key === 'updated' && !sort.descending ? 'leastChanged' : 'changed'
}

const kept = new Set(['state', 'within', 'field', 'ending', 'text', 'sort'])

/** The address of an Excel file of exactly these filters, order and columns. */
export function exportHref(params: Iterable<[string, string]>, columns: readonly string[]): string {
  const query = new URLSearchParams([...params].filter(([name, value]) => kept.has(name) && value !== ''))
  for (const column of columns) query.append('columns', column)
  return `/filings/export?${query.toString()}`
}
