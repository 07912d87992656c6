import { ASSIGNMENT_COLUMNS } from '@fuqiao/contract'
import { assignmentFilterIn, sortOf } from '#lib/features/assignments/assignment-filter.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** The assignments as they are filtered and sorted, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const file = await api.assignments.exportFile({
    filter: assignmentFilterIn(url.searchParams),
    sort: sortOf(url.searchParams.get('sort')),
    columns: columnsIn(url.searchParams, 'columns', ASSIGNMENT_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'assignments.xlsx')
}
