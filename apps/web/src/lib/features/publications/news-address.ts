import { listNewsInput } from '@fuqiao/contract'
import { parseCursor } from '#lib/cursor.ts'

/** What an address searches for; what does not fit is left out, so that every address shows a list. */
export function newsIn(params: URLSearchParams) {
  const text = listNewsInput.shape.text.safeParse(params.get('q') ?? undefined).data
  const category = listNewsInput.shape.category.safeParse(params.get('category') || undefined).data
  const cursor = parseCursor(params.get('after'))
  return { ...(text ? { text } : {}), ...(category ? { category } : {}), ...(cursor ? { cursor } : {}) }
}

/** Where an entry leads: a publication to its page, a call to where it is applied to. */
export const newsHref = ({ kind, id }: { kind: 'publication' | 'incubationCall'; id: string }): string =>
  kind === 'publication' ? `/public/news/${id}` : `/public/calls#call-${id}`
