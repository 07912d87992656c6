import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { enquiryId } from '#lib/features/enquiries/enquiry-id.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const changed = {
  key: z.uuid(),
  version: z.coerce.number().int().min(1),
  words: z.string().trim().max(500).default(''),
}
const can = z.object({
  ...changed,
  from: z.iso.date(),
  capacity: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(10_000)]).default(null),
})
const cannot = z.object({ ...changed, reasonCode: z.string().min(1) })

export const load: PageServerLoad = async ({ locals: { api }, params, depends }) => {
  depends('fuqiao:referrals')
  const [sheet, words] = await Promise.all([api.enquiries.sheet({ id: enquiryId(params.id) }), readReferralWords(api)])
  const { needs, declineReasons, today } = words
  return { sheet, needs, declineReasons, today, key: crypto.randomUUID() }
}

const said = (event: RequestEvent) => {
  flash(event, 'good', m.enquiries_sheet_done())
  redirect(303, event.url.pathname)
}

export const actions: Actions = {
  can: event =>
    act(event, can, async input => {
      const id = enquiryId(event.params.id)
      await event.locals.api.enquiries.answer({ id, answer: 'can', reasonCode: null, ...input })
      said(event)
    }),
  cannot: event =>
    act(event, cannot, async input => {
      const id = enquiryId(event.params.id)
      await event.locals.api.enquiries.answer({ id, answer: 'cannot', from: null, capacity: null, ...input })
      said(event)
    }),
}
