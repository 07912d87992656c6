import { redirect } from '@sveltejs/kit'
import { agreementForm, atItsField, termsIn } from '#lib/features/agreements/agreement-form.ts'
import { agreementId } from '#lib/features/agreements/agreement-id.ts'
import { tenantOptions } from '#lib/features/agreements/tenant-options.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { tierLabel } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session }, params }) => {
  const id = agreementId(params.id)
  const agreement = await api.agreements.get({ id })
  if (!agreement.actions.some(({ action }) => action === 'edit')) redirect(303, `/agreements/${id}`)
  const { second } = agreement
  const options = await tenantOptions(api, session?.acting?.tenantId)
  const chosen = { value: second.id, label: second.name, description: tierLabel(second.tier) }
  return {
    agreement,
    options: [chosen, ...options.filter(({ value }) => value !== second.id)],
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = {
  default: event =>
    act(event, agreementForm, async input => {
      const id = agreementId(event.params.id)
      const { key, version } = input
      await atItsField(event.locals.api.agreements.edit({ key, id, version, ...termsIn(input) }))
      flash(event, 'good', m.agreements_saved())
      redirect(303, `/agreements/${id}`)
    }),
}
