import { cursorParam, parseCursor } from '#lib/cursor.ts'
import type { PageServerLoad } from './$types'

/** The incubator's own calls, or those of the network that are open today. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const which = url.searchParams.get('which') === 'open' ? ('open' as const) : ('own' as const)
  const cursor = parseCursor(url.searchParams.get('after'))
  const page = await api.calls.list({ which, ...(cursor ? { cursor } : {}) })
  return {
    ...{ which, rows: page.rows, next: cursorParam(page.next) },
    mayPublish: session?.acting?.roles.includes('director') ?? false,
  }
}
