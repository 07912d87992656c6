import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { PageServerLoad } from './$types'

/** What we asked, or what was asked of us. */
export const load: PageServerLoad = async ({ locals: { api, session }, url, depends }) => {
  depends('fuqiao:referrals')
  const roles = session?.acting?.roles ?? []
  const mayAsk = roles.some(role => role === 'director' || role === 'caseWorker' || role === 'referralDesk')
  const box = url.searchParams.get('box') === 'asked' ? ('asked' as const) : ('sent' as const)
  const cursor = parseCursor(url.searchParams.get('after'))
  const query = { onlyOpen: url.searchParams.has('open'), ...(cursor ? { cursor } : {}) }
  const [sent, asked, below, { needs }] = await Promise.all([
    box === 'sent' ? api.enquiries.list(query) : null,
    box === 'asked' ? api.enquiries.asked(query) : null,
    api.enquiries.countBelow({}),
    readReferralWords(api),
  ])
  const countOf = (list: readonly { standing: string; n: number }[], standing: string) =>
    list.find(entry => entry.standing === standing)?.n ?? 0
  return {
    ...{ box, needs, mayAsk, onlyOpen: query.onlyOpen },
    sent: sent?.rows ?? [],
    asked: asked?.rows ?? [],
    next: cursorParam((sent ?? asked)?.next ?? null),
    below: {
      open: countOf(below.sent, 'open'),
      toChoose: countOf(below.sent, 'toChoose'),
      nobody: countOf(below.sent, 'nobody'),
      awaited: countOf(below.asked, 'awaited'),
    },
  }
}
