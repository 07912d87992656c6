import { atomFeed } from '#lib/features/publications/atom.ts'
import { newsHref } from '#lib/features/publications/news-address.ts'
import { languageTag } from '#lib/locale.ts'
import { m } from '#lib/paraglide/messages.js'
import type { RequestHandler } from './$types'

/** What everybody reads, as a feed: the latest of it. */
export const GET: RequestHandler = async ({ locals: { api, now }, url }) => {
  const { rows } = await api.publicNews.list({})
  const at = (path: string) => new URL(path, url.origin).href
  const entries = rows.map(({ id, kind, title, lead, tenantName, category, publishedAt }) => ({
    ...{ id, title, category, summary: lead, author: tenantName, updatedAt: publishedAt },
    href: at(newsHref({ id, kind })),
  }))
  const self = at('/public/news/feed.xml')
  const about = { title: m.guidance_news_feed_title(), href: at('/public/news'), self, language: languageTag(), now }
  return new Response(atomFeed(about, entries), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=60' },
  })
}
