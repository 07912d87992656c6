import { type AgreementFilter, agreementFilterSchema, type AgreementSort, idSchema } from '@fuqiao/contract'
import { parseSort } from '#lib/ui/table-column.ts'

/** The filter that an address asks for; what it cannot mean is left out. */
export function agreementFilterIn(params: URLSearchParams): AgreementFilter {
  const asked = {
    ...(params.get('state') ? { states: params.getAll('state') } : {}),
    ...(params.get('whose') ? { whose: params.get('whose') } : {}),
    ...(idSchema.safeParse(params.get('other')).success ? { otherTenantId: params.get('other') } : {}),
    ...(params.get('standing') ? { standing: true } : {}),
    ...(params.get('text')?.trim() ? { text: params.get('text') } : {}),
  }
  const parsed = agreementFilterSchema.safeParse(asked)
  return parsed.success ? parsed.data : {}
}

/** The API's order for the table's `sort` parameter; by last change when there is none it knows. */
export function sortOf(parameter: string | null): AgreementSort {
  const sort = parseSort(parameter)
  if (sort?.key === 'term') return sort.descending ? 'endingLast' : 'ending'
  return sort?.key === 'updated' && !sort.descending ? 'leastChanged' : 'changed'
}

const kept = new Set(['state', 'whose', 'other', 'standing', 'text', 'sort'])

/** The address of an Excel file of exactly these filters, order and columns. */
export function exportHref(params: Iterable<[string, string]>, columns: readonly string[]): string {
  const query = new URLSearchParams([...params].filter(([name, value]) => kept.has(name) && value !== ''))
  for (const column of columns) query.append('columns', column)
  return `/agreements/export?${query.toString()}`
}
