import { requestKeySchema } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { nameIn, readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { refuseFields } from '#lib/features/referrals/refuse-fields.ts'
import { referralId } from '#lib/features/referrals/referral-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { guard } from '#lib/server/guard.ts'
import type { Actions, PageServerLoad } from './$types'

const seen = { key: requestKeySchema, version: z.coerce.number().int().min(1) }
const signForm = z.object({
  ...seen,
  digest: z.string().length(64),
  signatory: z.string().trim().min(1).max(60),
  agreesPersonal: z.boolean().default(false),
})
const refuseForm = z.object({ ...seen, refuseReason: z.string().trim().max(500).default('') })

export const load: PageServerLoad = async event => {
  const { api } = event.locals
  event.depends('fuqiao:referrals')
  const [consent, { needs }] = await Promise.all([
    api.consents.show({ id: referralId(event.params.id) }),
    readReferralWords(api),
  ])
  return {
    consent,
    need: nameIn(needs, consent.shown.need),
    key: crypto.randomUUID(),
    signer: guard(event).person.name,
  }
}

export const actions: Actions = {
  sign: event =>
    act(event, signForm, async ({ agreesPersonal, ...input }) => {
      const { consents } = event.locals.api
      const consentId = referralId(event.params.id)
      // Personal data of named people takes a word of its own.
      const { shown } = await consents.show({ id: consentId })
      if (shown.personal && !agreesPersonal) refuseFields({ agreesPersonal: m.referrals_personal_unticked() })
      const { id } = await consents.sign({ id: consentId, ...input })
      flash(event, 'good', m.referrals_done_consent_signed())
      redirect(303, `/my/referrals/${id}`)
    }),
  refuse: event =>
    act(event, refuseForm, async ({ refuseReason: reason, ...input }) => {
      const { id, state } = await event.locals.api.consents.refuse({
        ...{ id: referralId(event.params.id), ...input, reason },
      })
      // A referral that goes on stays where the organisation reads it.
      const goesOn = state === 'informationRequested'
      flash(event, 'good', goesOn ? m.referrals_done_further_refused() : m.referrals_done_consent_refused())
      redirect(303, goesOn ? `/my/referrals/${id}` : '/my/referrals')
    }),
}
