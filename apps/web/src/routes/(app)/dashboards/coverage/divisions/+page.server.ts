import { DIVISION_ORDERS, divisionFilterSchema, filterFrom } from '@fuqiao/contract'
import { orderOf } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** The divisions that a figure of coverage counts. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterFrom(divisionFilterSchema, Object.fromEntries(url.searchParams))
  const order = orderOf(url.searchParams, DIVISION_ORDERS)
  const [divisions, views] = await Promise.all([
    api.dashboards.divisions({ ...boardInput(url), ...order, filter }),
    api.savedViews.list({ page: 'countedDivisions' }),
  ])
  return { divisions, filter, views: views.rows }
}

export const actions: Actions = savedViewActions('countedDivisions')
