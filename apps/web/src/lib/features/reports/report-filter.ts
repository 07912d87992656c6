import { bucketSchema, idSchema, type ReportFilter, reportFilterSchema, type ReportSort } from '@fuqiao/contract'
import { parseSort } from '#lib/ui/table-column.ts'

/** The filter that an address asks for; what it cannot mean is left out. */
export function reportFilterIn(params: URLSearchParams): ReportFilter {
  const bucket = bucketSchema.safeParse(params.get('bucket')).data
  const asked = {
    ...(params.get('state') ? { states: params.getAll('state') } : {}),
    ...(params.get('whose') ? { whose: params.get('whose') } : {}),
    ...(params.get('kind') ? { kind: params.get('kind') } : {}),
    ...(bucket === undefined ? {} : { bucket }),
    ...(idSchema.safeParse(params.get('tenant')).success ? { tenantId: params.get('tenant') } : {}),
    ...(params.get('waiting') ? { waiting: true } : {}),
    ...(params.get('late') ? { late: true } : {}),
    ...(params.get('text')?.trim() ? { text: params.get('text') } : {}),
  }
  const parsed = reportFilterSchema.safeParse(asked)
  return parsed.success ? parsed.data : {}
}

/** The API's order for the table's `sort` parameter; by last change when there is none it knows. */
export function sortOf(parameter: string | null): ReportSort {
  const sort = parseSort(parameter)
  if (sort?.key === 'due') return sort.descending ? 'dueLast' : 'due'
  return sort?.key === 'updated' && !sort.descending ? 'leastChanged' : 'changed'
}

const kept = new Set(['state', 'whose', 'kind', 'bucket', 'tenant', 'waiting', 'late', 'text', 'sort'])

/** The address of an Excel file of exactly these filters, order and columns. */
export function exportHref(params: Iterable<[string, string]>, columns: readonly string[]): string {
  const query = new URLSearchParams([...params].filter(([name, value]) => kept.has(name) && value !== ''))
  for (const column of columns) query.append('columns', column)
  return `/reports/export?${query.toString()}`
}
