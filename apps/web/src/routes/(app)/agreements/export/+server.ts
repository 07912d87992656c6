import { AGREEMENT_COLUMNS } from '@fuqiao/contract'
import { agreementFilterIn, sortOf } from '#lib/features/agreements/agreement-filter.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import type { RequestHandler } from './$types'

/** The agreements as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const wanted = url.searchParams.getAll('columns')
  const columns = AGREEMENT_COLUMNS.filter(column => wanted.includes(column))
  const file = await api.agreements.exportFile({
    filter: agreementFilterIn(url.searchParams),
    sort: sortOf(url.searchParams.get('sort')),
    columns: columns.length > 0 ? columns : [...AGREEMENT_COLUMNS],
    language: getLocale(),
  })
  return fileResponse(file, 'agreements.xlsx')
}
