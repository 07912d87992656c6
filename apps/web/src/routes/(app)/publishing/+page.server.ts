import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { newsIn } from '#lib/features/publications/news-address.ts'
import type { PageServerLoad } from './$types'

/** A box of the desk: what the incubator writes, what waits for its word, or what is published. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const asked = url.searchParams.get('box')
  const cursor = parseCursor(url.searchParams.get('after'))
  const after = cursor ? { cursor } : {}
  if (asked === 'published') {
    const wanted = newsIn(url.searchParams)
    const [news, { decides, mayWrite }] = await Promise.all([
      api.publications.news(wanted),
      api.publications.list({ box: 'mine' }),
    ])
    const { text = '', category } = wanted
    return {
      box: 'published' as const,
      news: news.rows,
      next: cursorParam(news.next),
      text,
      category,
      decides,
      mayWrite,
    }
  }
  const box = asked === 'toApprove' ? ('toApprove' as const) : ('mine' as const)
  const { rows, next, decides, mayWrite } = await api.publications.list({ box, ...after })
  return { box, rows, next: cursorParam(next), decides, mayWrite }
}
