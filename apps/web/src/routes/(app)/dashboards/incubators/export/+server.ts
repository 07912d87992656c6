import { INCUBATOR_COLUMNS, INCUBATOR_ORDERS, filterFrom, incubatorFilterSchema } from '@fuqiao/contract'
import { orderOf } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** The incubators that a figure counts as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const params = url.searchParams
  const file = await api.dashboards.exportIncubators({
    ...boardInput(url),
    ...orderOf(params, INCUBATOR_ORDERS),
    filter: filterFrom(incubatorFilterSchema, Object.fromEntries(params)),
    columns: columnsIn(params, 'columns', INCUBATOR_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'incubators.xlsx')
}
