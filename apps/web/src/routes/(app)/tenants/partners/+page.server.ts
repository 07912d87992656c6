import { changePartnerInput, networkIdSchema, offerIncubatorInput, proposePartnerInput } from '@fuqiao/contract'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiCaller } from '#lib/api.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const here = '/tenants/partners'

/** Partner networks, what they offer, what one's own network offers, and at the top of the network whom one may propose to. */
export const load: PageServerLoad = async event => {
  const { api } = event.locals
  const text = (event.url.searchParams.get('q') ?? '').trim().slice(0, 60)
  const [partners, offered, candidates, words] = await Promise.all([
    api.partners.list(),
    readOffered(api),
    // For the centre at the top alone: whoever else asks is refused, and sees the page without that part.
    api.partners.candidates({ text }).catch(() => null),
    readReferralWords(api),
  ])
  const withOffers = await Promise.all(
    partners.map(async partner => ({
      ...partner,
      incubators:
        partner.state === 'inForce' && partner.tenantId !== null
          ? await api.partners.incubators({ tenantId: partner.tenantId })
          : [],
    })),
  )
  const functions = Object.fromEntries(words.needs.map(({ id, name }) => [id, name]))
  const mayLead = candidates !== null
  return {
    partners: withOffers,
    offered,
    candidates: candidates ?? [],
    functions,
    text,
    mayLead,
    key: crypto.randomUUID(),
  }
}

/** The incubators that the network offers, by name. */
async function readOffered(api: ApiCaller) {
  const ids = await api.partners.offered()
  return Promise.all(
    ids.map(async tenantId => {
      const { id, name, tier } = await api.tenants.get({ tenantId })
      return { id, name, tier }
    }),
  )
}

const changed = z.object({
  ...changePartnerInput.shape,
  networkId: z.coerce.number().pipe(networkIdSchema),
  version: z.coerce.number().int(),
  // What is left empty is not sent.
  reason: changePartnerInput.shape.reason.default(''),
})
const proposed = z.object({ ...proposePartnerInput.shape, networkId: z.coerce.number().pipe(networkIdSchema) })
const offer = z.object({ key: offerIncubatorInput.shape.key, tenantId: z.uuid() })

const done = {
  confirm: m.partners_done_confirm,
  decline: m.partners_done_decline,
  withdraw: m.partners_done_withdraw,
  end: m.partners_done_end,
} as const

const change = (action: keyof typeof done) => (event: RequestEvent) =>
  act(event, changed, async input => {
    await event.locals.api.partners[action](input)
    flash(event, 'good', done[action]())
    redirect(303, here)
  })

const offering = (isOffered: boolean) => (event: RequestEvent) =>
  act(event, offer, async input => {
    await event.locals.api.partners.offer({ ...input, isOffered })
    flash(event, 'good', isOffered ? m.partners_done_offer() : m.partners_done_unoffer())
    redirect(303, here)
  })

export const actions: Actions = {
  propose: event =>
    act(event, proposed, async input => {
      await event.locals.api.partners.propose(input)
      flash(event, 'good', m.partners_done_propose())
      redirect(303, here)
    }),
  confirm: change('confirm'),
  decline: change('decline'),
  withdraw: change('withdraw'),
  end: change('end'),
  offer: offering(true),
  unoffer: offering(false),
}
