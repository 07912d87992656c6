import { DIVISION_COLUMNS, DIVISION_ORDERS, filterFrom, divisionFilterSchema } from '@fuqiao/contract'
import { orderOf } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** The divisions that a figure of coverage counts as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const params = url.searchParams
  const file = await api.dashboards.exportDivisions({
    ...boardInput(url),
    ...orderOf(params, DIVISION_ORDERS),
    filter: filterFrom(divisionFilterSchema, Object.fromEntries(params)),
    columns: columnsIn(params, 'columns', DIVISION_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'divisions.xlsx')
}
