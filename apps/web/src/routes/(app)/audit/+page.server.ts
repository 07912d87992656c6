import { filterIn, sortOf } from '#lib/features/audit/audit-address.ts'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** A page of the audit trail. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const filter = filterIn(url.searchParams)
  const sort = sortOf(url.searchParams.get('sort'))
  const cursor = parseCursor(url.searchParams.get('after'))
  const [page, views] = await Promise.all([
    api.audit.list({ filter, sort, ...(cursor ? { cursor } : {}) }),
    api.savedViews.list({ page: 'audit' }),
  ])
  return {
    rows: page.rows,
    next: cursorParam(page.next),
    filter,
    sort,
    views: views.rows,
    isRoot: session?.isRoot ?? false,
  }
}

export const actions: Actions = savedViewActions('audit')
