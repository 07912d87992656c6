import { cursorParam, parseCursor } from '#lib/cursor.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, now }, url, depends }) => {
  depends('fuqiao:referrals')
  const cursor = parseCursor(url.searchParams.get('after'))
  const [{ rows, next }, calls] = await Promise.all([
    api.cases.list({ sort: 'changed', cursor }),
    api.calls.list({ which: 'open' }),
  ])
  return { rows, next: cursorParam(next), calls: calls.rows.slice(0, 4), now }
}
