import { FILING_COLUMNS } from '@fuqiao/contract'
import { filingFilterIn, filingSortOf } from '#lib/features/filings/filing-filter.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import type { RequestHandler } from './$types'

/** The filing register as it is filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const wanted = url.searchParams.getAll('columns')
  const columns = FILING_COLUMNS.filter(column => wanted.includes(column))
  const file = await api.filings.exportFile({
    filter: filingFilterIn(url.searchParams),
    sort: filingSortOf(url.searchParams.get('sort')),
    columns: columns.length > 0 ? columns : [...FILING_COLUMNS],
    language: getLocale(),
  })
  return fileResponse(file, 'filings.xlsx')
}
