import { filterIn } from '#lib/features/audit/audit-address.ts'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import type { PageServerLoad } from './$types'

/** A page of the audit trail. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const filter = filterIn(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const page = await api.audit.list({ filter, ...(cursor ? { cursor } : {}) })
  return { rows: page.rows, next: cursorParam(page.next), filter, isRoot: session?.acting?.tier === 'city' }
}
