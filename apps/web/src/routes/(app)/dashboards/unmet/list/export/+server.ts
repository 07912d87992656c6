import { NEED_ROW_COLUMNS, filterFrom, NEED_COUNT_COLUMNS, needCountFilterSchema } from '@fuqiao/contract'
import { orderIn } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** The unmet needs as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const params = url.searchParams
  const file = await api.dashboards.exportNeeds({
    ...boardInput(url),
    ...orderIn(params, NEED_COUNT_COLUMNS),
    filter: filterFrom(needCountFilterSchema, Object.fromEntries(params)),
    columns: columnsIn(params, 'columns', NEED_ROW_COLUMNS),
    countColumns: columnsIn(params, 'countColumns', NEED_COUNT_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'unmet-needs.xlsx')
}
