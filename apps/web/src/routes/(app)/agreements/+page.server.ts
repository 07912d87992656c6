import { agreementFilterIn } from '#lib/features/agreements/agreement-filter.ts'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import type { PageServerLoad } from './$types'

/** A page of agreements. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const filter = agreementFilterIn(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const page = await api.agreements.list({ filter, ...(cursor ? { cursor } : {}) })
  const roles = session?.acting?.roles ?? []
  return { rows: page.rows, next: cursorParam(page.next), filter, mayDraft: roles.includes('director') }
}
