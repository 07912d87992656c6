import { ASKED_SHEET_COLUMNS, SENT_ENQUIRY_COLUMNS, SHEET_STANDINGS } from '@fuqiao/contract'
import { ENQUIRY_STATES } from '@fuqiao/domain/enquiry'
import { askedFilterIn, askedSortOf } from '#lib/features/asked-lists/address.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** Exactly the rows of a filtered and sorted list of enquiries, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url: { searchParams } }) => {
  const shown = { sort: askedSortOf(searchParams.get('sort')), language: getLocale() }
  const file =
    searchParams.get('box') === 'asked'
      ? await api.enquiries.exportAsked({
          ...shown,
          filter: askedFilterIn(searchParams, SHEET_STANDINGS),
          columns: columnsIn(searchParams, 'columns', ASKED_SHEET_COLUMNS),
        })
      : await api.enquiries.exportSent({
          ...shown,
          filter: askedFilterIn(searchParams, ENQUIRY_STATES),
          columns: columnsIn(searchParams, 'columns', SENT_ENQUIRY_COLUMNS),
        })
  return fileResponse(file, 'enquiries.xlsx')
}
