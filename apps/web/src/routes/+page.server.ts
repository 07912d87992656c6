import { redirect } from '@sveltejs/kit'
import { guard } from '#lib/server/guard.ts'
import { navigationFor } from '#lib/shell/navigation.ts'
import type { PageServerLoad } from './$types'

/** The first page of whoever is signed in: the top of their own menu. */
export const load: PageServerLoad = event => {
  const session = guard(event)
  redirect(303, navigationFor(session.menu)[0]?.pages[0].href ?? '/more')
}
