import { BOX_COLUMNS } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { parseFilter, sortOf } from '#lib/features/referrals/filter.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import { columnsIn } from '#lib/ui/table-column.ts'
import type { RequestHandler } from './$types'

/** Exactly the rows of a filtered and sorted inbox or outbox, in the columns shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const box = (['inbox', 'outbox'] as const).find(one => one === url.searchParams.get('box'))
  if (!box) error(404)
  const file = await api.referrals.exportFile({
    box,
    filter: parseFilter(url.searchParams),
    sort: sortOf(url.searchParams.get('sort')),
    columns: columnsIn(url.searchParams, 'columns', BOX_COLUMNS),
    language: getLocale(),
  })
  return fileResponse(file, 'referrals.xlsx')
}
