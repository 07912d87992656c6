import { filterFrom, needCountFilterSchema } from '@fuqiao/contract'
import { parseCursor } from '#lib/cursor.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { PageServerLoad } from './$types'

/** The unmet needs that a figure counts, in the words of its link. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterFrom(needCountFilterSchema, Object.fromEntries(url.searchParams))
  const cursor = parseCursor(url.searchParams.get('after'))
  const [list, { needs, declineReasons }] = await Promise.all([
    api.dashboards.needList({ ...boardInput(url), filter, cursor }),
    readReferralWords(api),
  ])
  return { list, filter, needs, declineReasons }
}
