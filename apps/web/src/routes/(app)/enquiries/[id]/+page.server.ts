import { REFERRAL_MODES } from '@fuqiao/domain/profile'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { enquiryId } from '#lib/features/enquiries/enquiry-id.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const choice = z.object({ ...changed, tenantId: z.uuid(), mode: z.enum(REFERRAL_MODES) })
const ending = z.object({ ...changed, reason: z.string().trim().max(500).default('') })

export const load: PageServerLoad = async ({ locals: { api }, params, depends }) => {
  depends('fuqiao:referrals')
  const [enquiry, { needs, declineReasons }] = await Promise.all([
    api.enquiries.get({ id: enquiryId(params.id) }),
    readReferralWords(api),
  ])
  return { enquiry, needs, declineReasons, key: crypto.randomUUID() }
}

const end = (deed: 'giveUp' | 'withdraw', done: () => string) => (event: RequestEvent) =>
  act(event, ending, async input => {
    await event.locals.api.enquiries[deed]({ id: enquiryId(event.params['id']), ...input })
    flash(event, 'good', done())
    redirect(303, event.url.pathname)
  })

export const actions: Actions = {
  choose: event =>
    act(event, choice, async input => {
      const { referralId } = await event.locals.api.enquiries.choose({ id: enquiryId(event.params.id), ...input })
      flash(event, 'good', m.enquiries_choose_done())
      redirect(303, `/referrals/${referralId}/compose?step=need`)
    }),
  giveUp: end('giveUp', m.enquiries_giveUp_done),
  withdraw: end('withdraw', m.enquiries_withdraw_done),
}
