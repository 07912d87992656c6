import { auditFilterSchema, type AuditFilter } from '@fuqiao/contract'

const names = ['topic', 'action', 'person', 'tenantId', 'subjectId', 'outcome', 'from', 'to'] as const

/** The filter in an address; what does not fit is left out, so that every address shows a list. */
export function filterIn(params: URLSearchParams): AuditFilter {
  const given = names.map(name => [name, params.get(name)?.trim() || undefined] as const)
  const valid = given.filter(
    ([name, value]) => value !== undefined && auditFilterSchema.shape[name].safeParse(value).success,
  )
  return auditFilterSchema.parse(Object.fromEntries(valid))
}

/** The address of the export of exactly what is shown. */
export function exportHref(filter: AuditFilter, columns: readonly string[], format: 'xlsx' | 'csv'): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value)
  for (const column of columns) query.append('columns', column)
  return `/audit/export?${query.toString()}`
}
