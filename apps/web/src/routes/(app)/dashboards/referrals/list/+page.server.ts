import { filterFrom, REFERRAL_COUNT_COLUMNS, referralCountFilterSchema } from '@fuqiao/contract'
import { parseCursor } from '#lib/cursor.ts'
import { orderIn } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** The referrals that a figure counts, in the words of its link. */
export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const filter = filterFrom(referralCountFilterSchema, Object.fromEntries(url.searchParams))
  const cursor = parseCursor(url.searchParams.get('after'))
  const order = orderIn(url.searchParams, REFERRAL_COUNT_COLUMNS)
  const [list, { needs }, views] = await Promise.all([
    api.dashboards.referralList({ ...boardInput(url), filter, ...order, cursor }),
    readReferralWords(api),
    api.savedViews.list({ page: 'countedReferrals' }),
  ])
  return { list, filter, needs, views: views.rows }
}

export const actions: Actions = savedViewActions('countedReferrals')
