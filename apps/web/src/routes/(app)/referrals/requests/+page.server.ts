import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { PageServerLoad } from './$types'

/** What the acting incubator has asked for. */
export const load: PageServerLoad = async ({ locals: { api, session }, url, depends }) => {
  depends('fuqiao:referrals')
  const roles = session?.acting?.roles ?? []
  const onlyOpen = url.searchParams.has('open')
  const cursor = parseCursor(url.searchParams.get('after'))
  const [{ rows, next }, { needs }] = await Promise.all([
    api.referralRequests.list({ onlyOpen, ...(cursor ? { cursor } : {}) }),
    readReferralWords(api),
  ])
  return {
    ...{ rows, needs, onlyOpen, next: cursorParam(next) },
    mayAsk: roles.some(role => role === 'director' || role === 'referralDesk'),
  }
}
