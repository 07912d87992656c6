import { guard } from '#lib/server/guard.ts'
import type { LayoutServerLoad } from './$types'

/** Who is signed in; the wall itself stands in the server hook, before any page's load. */
export const load: LayoutServerLoad = event => {
  event.depends('fuqiao:session')
  return { session: guard(event) }
}
