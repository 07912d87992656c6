import { REQUEST_STATES } from '@fuqiao/domain/referral-request'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { askedFilterIn, askedSortOf } from '#lib/features/asked-lists/address.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the acting incubator has asked for. */
export const load: PageServerLoad = async ({ locals: { api, session }, url, depends }) => {
  depends('fuqiao:referrals')
  const roles = session?.acting?.roles ?? []
  const filter = askedFilterIn(url.searchParams, REQUEST_STATES)
  const cursor = parseCursor(url.searchParams.get('after'))
  const [{ rows, next }, { needs }, views] = await Promise.all([
    api.referralRequests.list({
      filter,
      sort: askedSortOf(url.searchParams.get('sort')),
      ...(cursor ? { cursor } : {}),
    }),
    readReferralWords(api),
    api.savedViews.list({ page: 'referralRequests' }),
  ])
  return {
    ...{ rows, needs, filter, next: cursorParam(next), views: views.rows },
    mayAsk: roles.some(role => role === 'director' || role === 'referralDesk'),
  }
}

export const actions: Actions = savedViewActions('referralRequests')
