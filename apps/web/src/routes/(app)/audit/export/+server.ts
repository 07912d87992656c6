import { AUDIT_COLUMNS } from '@fuqiao/contract'
import { filterIn, sortOf } from '#lib/features/audit/audit-address.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import type { RequestHandler } from './$types'

/** The trail as it is filtered, in the columns shown, as a file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const wanted = url.searchParams.getAll('columns')
  const columns = AUDIT_COLUMNS.filter(column => wanted.includes(column))
  const file = await api.audit.export({
    filter: filterIn(url.searchParams),
    sort: sortOf(url.searchParams.get('sort')),
    columns: columns.length > 0 ? columns : [...AUDIT_COLUMNS],
    format: url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx',
    language: getLocale(),
  })
  return fileResponse(file, 'audit-trail')
}
