import { cursorParam } from '#lib/cursor.ts'
import { newsIn } from '#lib/features/publications/news-address.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const wanted = newsIn(url.searchParams)
  const { rows, next } = await api.publicNews.list(wanted)
  return { rows, next: cursorParam(next), text: wanted.text ?? '', category: wanted.category }
}
