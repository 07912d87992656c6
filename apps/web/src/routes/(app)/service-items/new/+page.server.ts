import { error, redirect } from '@sveltejs/kit'
import { pushForm } from '#lib/features/service-items/item-form.ts'
import { serviceOptions } from '#lib/features/standards/services.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const [{ mayPush }, { services }, { today, tiers }] = await Promise.all([
    api.serviceItems.list({}),
    api.cases.rules({ caseId: null, tenantId: null }),
    api.network.vocabulary(),
  ])
  if (!mayPush) error(403)
  return { services: serviceOptions(services), tiers, today, key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, pushForm, async input => {
      const { id } = await event.locals.api.serviceItems.push(input)
      flash(event, 'good', m.guidance_items_pushed())
      redirect(303, `/service-items/${id}`)
    }),
}
