import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { sortOf } from '#lib/features/referrals/filter.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const cursor = parseCursor(url.searchParams.get('after'))
  const [pending, { rows, next }, { needs }, { grants }] = await Promise.all([
    api.consents.pending(),
    api.referrals.ofOrganisation({ cursor, sort: sortOf(url.searchParams.get('sort')) }),
    readReferralWords(api),
    api.referrals.shared(),
  ])
  return { pending, rows, next: cursorParam(next), needs, liveGrants: grants.filter(({ isLive }) => isLive) }
}
