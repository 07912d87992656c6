import { redirect } from '@sveltejs/kit'
import { revokeForm } from '#lib/features/referrals/detail-schemas.ts'
import { referralId } from '#lib/features/referrals/referral-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the organisation reads before it takes its consent back: who has seen what under it, here and further down the chain. */
export const load: PageServerLoad = async ({ locals: { api }, params, depends }) => {
  depends('fuqiao:referrals')
  const referral = await api.referrals.get({ id: referralId(params.id) })
  const laterHops = referral.chain.filter(({ hop }) => hop > referral.hop)
  const later = await Promise.all(laterHops.map(({ id }) => api.referrals.get({ id })))
  const seen = [referral, ...later]
    .flatMap(({ accessLog }) => accessLog ?? [])
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return {
    referral,
    later: later.flatMap(({ id, grant, to }) => (grant?.isLive && to ? [{ id, name: to.name }] : [])),
    seen,
    mayRevoke: referral.actions.some(({ action, allowed }) => action === 'revokeConsent' && allowed),
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = {
  revoke: event =>
    act(event, revokeForm, async ({ revokeReason: reason, ...input }) => {
      const id = referralId(event.params.id)
      await event.locals.api.referrals.revokeConsent({ id, ...input, reason })
      flash(event, 'good', m.referrals_done_revokeConsent())
      redirect(303, `/my/referrals/${id}`)
    }),
}
