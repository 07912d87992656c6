import { filterFrom, NEED_COUNT_COLUMNS, needCountFilterSchema } from '@fuqiao/contract'
import { parseCursor } from '#lib/cursor.ts'
import { orderIn } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** The unmet needs that a figure counts, in the words of its link. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterFrom(needCountFilterSchema, Object.fromEntries(url.searchParams))
  const cursor = parseCursor(url.searchParams.get('after'))
  const order = orderIn(url.searchParams, NEED_COUNT_COLUMNS)
  const [list, { needs, declineReasons }, views] = await Promise.all([
    api.dashboards.needList({ ...boardInput(url), filter, ...order, cursor }),
    readReferralWords(api),
    api.savedViews.list({ page: 'countedNeeds' }),
  ])
  return { list, filter, needs, declineReasons, views: views.rows }
}

export const actions: Actions = savedViewActions('countedNeeds')
