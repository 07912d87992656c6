import { redirect } from '@sveltejs/kit'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { guard } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { acting } = guard(event)
  // An organisation's own account has its requests and progress in one place of its own.
  if (acting?.organisationId) redirect(303, '/my/referrals')
  event.depends('fuqiao:referrals')
  const { api } = event.locals
  const [summary, { needs, today }] = await Promise.all([api.workbench.summary(), readReferralWords(api)])
  return { summary, needs, today }
}
