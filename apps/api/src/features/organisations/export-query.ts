import { exportSchema, type ExportOrganisations } from './export-organisations.ts'

const lists = ['kinds', 'stages', 'fields', 'columns'] as const
const singles = [
  'within',
  'divisionCode',
  'tenantId',
  'underTenantId',
  'addedFrom',
  'addedTo',
  'filedFrom',
  'filedTo',
  'sort',
] as const

/** The filter, order and columns of an export from an address's query; what the list page puts there besides is left out. Null when it does not fit. */
export function exportQuery(query: Readonly<Record<string, string | string[]>>): ExportOrganisations | null {
  const many = (name: string) => [query[name] ?? []].flat().filter(value => value !== '')
  const input: Record<string, unknown> = {}
  for (const name of lists) if (many(name).length > 0) input[name] = many(name)
  for (const name of singles) if (many(name)[0] !== undefined) input[name] = many(name)[0]
  const parsed = exportSchema.safeParse(input)
  return parsed.success ? parsed.data : null
}
