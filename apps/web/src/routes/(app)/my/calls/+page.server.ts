import { cursorParam, parseCursor } from '#lib/cursor.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, now }, url }) => {
  const cursor = parseCursor(url.searchParams.get('after'))
  const { rows, next } = await api.calls.list({ which: 'open', cursor })
  return { calls: rows, next: cursorParam(next), now }
}
