import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { filingFilterIn, filingSortOf } from '#lib/features/filings/filing-filter.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** A page of the filing register. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filingFilterIn(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const [page, views] = await Promise.all([
    api.filings.list({ filter, sort: filingSortOf(url.searchParams.get('sort')), ...(cursor ? { cursor } : {}) }),
    api.savedViews.list({ page: 'filings' }),
  ])
  return { rows: page.rows, next: cursorParam(page.next), filter, views: views.rows }
}

export const actions: Actions = savedViewActions('filings')
