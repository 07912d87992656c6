import { redirect } from '@sveltejs/kit'
import { guard } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

/** The first list of referrals that the person has. */
export const load: PageServerLoad = event => {
  const { menu } = guard(event)
  if (menu.includes('referralsInbox')) redirect(303, '/referrals/inbox')
  redirect(303, menu.includes('referralsOutbox') ? '/referrals/outbox' : '/my/referrals')
}
