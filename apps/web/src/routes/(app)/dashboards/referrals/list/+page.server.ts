import { filterFrom, referralCountFilterSchema } from '@fuqiao/contract'
import { parseCursor } from '#lib/cursor.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { PageServerLoad } from './$types'

/** The referrals that a figure counts, in the words of its link. */
export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const filter = filterFrom(referralCountFilterSchema, Object.fromEntries(url.searchParams))
  const cursor = parseCursor(url.searchParams.get('after'))
  const [list, { needs }] = await Promise.all([
    api.dashboards.referralList({ ...boardInput(url), filter, cursor }),
    readReferralWords(api),
  ])
  return { list, filter, needs }
}
