import { REFERRAL_ROW_COLUMNS, filterFrom, REFERRAL_COUNT_COLUMNS, referralCountFilterSchema } from '@fuqiao/contract'
import { orderIn } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** The referrals of a figure as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const params = url.searchParams
  const file = await api.dashboards.exportReferrals({
    ...boardInput(url),
    ...orderIn(params, REFERRAL_COUNT_COLUMNS),
    filter: filterFrom(referralCountFilterSchema, Object.fromEntries(params)),
    columns: columnsIn(params, 'columns', REFERRAL_ROW_COLUMNS),
    countColumns: columnsIn(params, 'countColumns', REFERRAL_COUNT_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'referrals.xlsx')
}
