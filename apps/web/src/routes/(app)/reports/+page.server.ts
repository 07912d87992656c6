import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { reportFilterIn, sortOf } from '#lib/features/reports/report-filter.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** A page of reports. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = reportFilterIn(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const [page, views] = await Promise.all([
    api.reports.list({ filter, sort: sortOf(url.searchParams.get('sort')), ...(cursor ? { cursor } : {}) }),
    api.savedViews.list({ page: 'reports' }),
  ])
  const { rows, kinds, buckets } = page
  return { filter, rows, kinds, buckets, next: cursorParam(page.next), views: views.rows }
}

export const actions: Actions = savedViewActions('reports')
