import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { readBatchChoices } from '#lib/features/batches/read-choices.ts'
import { filterQuery, parseFilter, sortOf } from '#lib/features/referrals/filter.ts'
import { endsOf, readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const filter = parseFilter(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const [{ rows, next }, words, views, batches] = await Promise.all([
    api.referrals.outbox({ filter, cursor, sort: sortOf(url.searchParams.get('sort')) }),
    readReferralWords(api),
    api.savedViews.list({ page: 'referralsOutbox' }),
    readBatchChoices(api, filter.batchId),
  ])
  const query = filterQuery(url.searchParams).toString()
  return {
    rows,
    next: cursorParam(next),
    filter,
    needs: words.needs,
    ends: endsOf(words),
    query,
    views: views.rows,
    ...batches,
  }
}

export const actions: Actions = savedViewActions('referralsOutbox')
