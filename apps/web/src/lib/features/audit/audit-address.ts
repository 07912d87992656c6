import { auditFilterSchema, type AuditFilter, type AuditSort } from '@fuqiao/contract'

const names = ['topic', 'action', 'person', 'tenantId', 'subjectId', 'outcome', 'from', 'to'] as const

/** The filter in an address; what does not fit is left out, so that every address shows a list. */
export function filterIn(params: URLSearchParams): AuditFilter {
  const given = names.map(name => [name, params.get(name)?.trim() || undefined] as const)
  const valid = given.filter(
    ([name, value]) => value !== undefined && auditFilterSchema.shape[name].safeParse(value).success,
  )
  return auditFilterSchema.parse(Object.fromEntries(valid))
}

/** The trail's order for the table's `sort` parameter; newest first when there is none it knows. */
export function sortOf(parameter: string | null): AuditSort {
  return parameter === 'at' ? 'oldest' : 'newest'
}

/** The address of the export of exactly what is shown. */
export function exportHref(
  { filter, sort }: { filter: AuditFilter; sort: AuditSort },
  columns: readonly string[],
  format: 'xlsx' | 'csv',
): string {
  const query = new URLSearchParams({ format, ...(sort === 'oldest' ? { sort: 'at' } : {}) })
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value)
  for (const column of columns) query.append('columns', column)
  return `/audit/export?${query.toString()}`
}
