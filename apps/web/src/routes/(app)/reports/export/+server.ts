import { REPORT_COLUMNS } from '@fuqiao/contract'
import { reportFilterIn, sortOf } from '#lib/features/reports/report-filter.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** The reports as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const file = await api.reports.exportFile({
    filter: reportFilterIn(url.searchParams),
    sort: sortOf(url.searchParams.get('sort')),
    columns: columnsIn(url.searchParams, 'columns', REPORT_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'reports.xlsx')
}
