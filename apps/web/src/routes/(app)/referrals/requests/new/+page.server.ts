import { ORGANISATION_FIELDS, REFERRAL_MODES } from '@fuqiao/domain/profile'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { chosen } from '#lib/server/field-errors.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const form = z.object({
  key: z.uuid(),
  name: z.string().trim().max(120).default(''),
  creditCode: z.string().trim().max(40).nullable().default(null),
  need: chosen().min(1).max(60),
  field: chosen().pipe(z.enum(ORGANISATION_FIELDS)),
  mode: z.enum(REFERRAL_MODES),
  reason: z.string().trim().min(1).max(500),
  offer: z.string().trim().min(1).max(500),
})

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const [terms, words] = await Promise.all([api.referralRequests.terms({}), readReferralWords(api)])
  return { terms, words, key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, form, async ({ creditCode, ...input }) => {
      const { dueAt } = await event.locals.api.referralRequests.ask({ ...input, creditCode: creditCode || null })
      flash(event, 'good', m.requests_done({ date: isoDate(dueAt) }))
      redirect(303, '/referrals/requests')
    }),
}
