import { SHEET_STANDINGS } from '@fuqiao/contract'
import { ENQUIRY_STATES } from '@fuqiao/domain/enquiry'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { askedFilterIn, askedSortOf } from '#lib/features/asked-lists/address.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** What we asked, or what was asked of us. */
export const load: PageServerLoad = async ({ locals: { api, session }, url, depends }) => {
  depends('fuqiao:referrals')
  const roles = session?.acting?.roles ?? []
  const mayAsk = roles.some(role => role === 'director' || role === 'caseWorker' || role === 'referralDesk')
  const box = url.searchParams.get('box') === 'asked' ? ('asked' as const) : ('sent' as const)
  const cursor = parseCursor(url.searchParams.get('after'))
  const query = { sort: askedSortOf(url.searchParams.get('sort')), ...(cursor ? { cursor } : {}) }
  const sentFilter = askedFilterIn(url.searchParams, ENQUIRY_STATES)
  const askedFilter = askedFilterIn(url.searchParams, SHEET_STANDINGS)
  const [sent, asked, below, { needs }, views] = await Promise.all([
    box === 'sent' ? api.enquiries.list({ ...query, filter: sentFilter }) : null,
    box === 'asked' ? api.enquiries.asked({ ...query, filter: askedFilter }) : null,
    api.enquiries.countBelow({}),
    readReferralWords(api),
    api.savedViews.list({ page: 'enquiries' }),
  ])
  const countOf = (list: readonly { standing: string; n: number }[], standing: string) =>
    list.find(entry => entry.standing === standing)?.n ?? 0
  return {
    ...{ box, needs, mayAsk, sentFilter, askedFilter },
    // A view belongs to the box that it was kept in.
    views: views.rows.filter(view => (view.query['box'] === 'asked') === (box === 'asked')),
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

export const actions: Actions = savedViewActions('enquiries')
