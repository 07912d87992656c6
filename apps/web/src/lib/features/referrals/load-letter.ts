import type { ApiCaller } from '#lib/api.ts'
import { nameIn, readReferralWords } from './referral-words.ts'
import { referralId } from './referral-id.ts'

/** What a printed letter says, and where its code is checked. */
export async function loadLetter(api: ApiCaller, parameter: string | undefined, url: URL) {
  const [letter, { needs }] = await Promise.all([
    api.referrals.letter({ id: referralId(parameter) }),
    readReferralWords(api),
  ])
  return { letter, need: nameIn(needs, letter.need), verifyAt: `${url.origin}/verify?code=${letter.letterCode}` }
}
