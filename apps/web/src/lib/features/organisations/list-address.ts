import type { ApiInputs } from '#lib/api.ts'
import { parseSort } from '#lib/ui/table-column.ts'

type ListInput = NonNullable<ApiInputs['organisations']['list']>
type Sort = NonNullable<ListInput['sort']>

/** Query parameters of the list that hold several values, and those that hold one. Their names are the API's. */
export const LIST_PARAMS = ['kinds', 'stages', 'fields'] as const
export const SINGLE_PARAMS = [
  'within',
  'divisionCode',
  'tenantId',
  'underTenantId',
  'custodianTier',
  'addedFrom',
  'addedTo',
  'filedFrom',
  'filedTo',
] as const

const MARK = '~'

/** The API's order for the table's `sort` parameter; by last change when there is none it knows. */
export function sortOf(parameter: string | null): Sort {
  const sort = parseSort(parameter)
  if (sort?.key === 'name') return sort.descending ? 'nameBackwards' : 'name'
  return sort?.key === 'updatedAt' && !sort.descending ? 'leastChanged' : 'changed'
}

/** Where the next page begins, as a parameter; a name may hold the mark, an id never does. */
export function cursorText(cursor: { value: string; id: string } | null): string | null {
  return cursor && cursor.value + MARK + cursor.id
}

/** The cursor in a parameter; undefined when there is none. */
export function cursorFrom(parameter: string | null): { value: string; id: string } | undefined {
  const at = parameter?.lastIndexOf(MARK) ?? -1
  return parameter && at >= 0 ? { value: parameter.slice(0, at), id: parameter.slice(at + 1) } : undefined
}

/** The filters in an address, as the API names them; empty values are no filters. */
export function filtersIn(params: Pick<URLSearchParams, 'get' | 'getAll'>): Record<string, string | string[]> {
  const filters: Record<string, string | string[]> = {}
  for (const name of LIST_PARAMS) {
    const values = params.getAll(name).filter(value => value !== '')
    if (values.length > 0) filters[name] = values
  }
  for (const name of SINGLE_PARAMS) {
    const value = params.get(name)
    if (value) filters[name] = value
  }
  return filters
}

/** The address of an Excel file of exactly these filters, order and columns. */
export function exportHref(
  params: Pick<URLSearchParams, 'get' | 'getAll'>,
  within: string,
  columns: readonly string[],
): string {
  const query = new URLSearchParams({ within, sort: sortOf(params.get('sort')) })
  for (const [name, value] of Object.entries(filtersIn(params))) {
    if (name === 'within') continue
    for (const one of [value].flat()) query.append(name, one)
  }
  for (const column of columns) query.append('columns', column)
  return `/files/organisations.xlsx?${query.toString()}`
}
