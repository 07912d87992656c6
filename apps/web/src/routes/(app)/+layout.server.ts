import { guard } from '#lib/server/guard.ts'
import type { LayoutServerLoad } from './$types'

/** Who is signed in, and since when the page is to be kept up to date; the wall itself stands in the server hook, before any page's load. */
export const load: LayoutServerLoad = event => {
  event.depends('fuqiao:session')
  return { session: guard(event), liveMark: event.locals.liveMark }
}
