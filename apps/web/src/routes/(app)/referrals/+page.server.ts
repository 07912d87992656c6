import { redirect } from '@sveltejs/kit'
import { guard } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

/** The first list of referrals that the person has. */
export const load: PageServerLoad = event => {
  const { menu } = guard(event)
  redirect(303, menu.includes('referralsInbox') ? '/referrals/inbox' : '/my/referrals')
}
