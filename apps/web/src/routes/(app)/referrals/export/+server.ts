import { BOX_COLUMNS } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { deskListIn } from '#lib/features/referrals/desk-groups.ts'
import { listIn } from '#lib/features/referrals/filter.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** Exactly the rows of a filtered and sorted inbox, outbox or desk, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const box = (['inbox', 'outbox', 'desk'] as const).find(one => one === url.searchParams.get('box'))
  if (!box) error(404)
  const file = await api.referrals.exportFile({
    box,
    ...(box === 'desk' ? deskListIn(url.searchParams) : listIn(url.searchParams)),
    columns: columnsIn(url.searchParams, 'columns', BOX_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'referrals.xlsx')
}
