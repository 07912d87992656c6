import { REFERRAL_REQUEST_COLUMNS } from '@fuqiao/contract'
import { REQUEST_STATES } from '@fuqiao/domain/referral-request'
import { askedFilterIn, askedSortOf } from '#lib/features/asked-lists/address.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** Exactly the rows of a filtered and sorted list of requests for organisations, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url: { searchParams } }) => {
  const file = await api.referralRequests.exportFile({
    filter: askedFilterIn(searchParams, REQUEST_STATES),
    sort: askedSortOf(searchParams.get('sort')),
    columns: columnsIn(searchParams, 'columns', REFERRAL_REQUEST_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'requests.xlsx')
}
