import { redirect } from '@sveltejs/kit'
import { agreementForm, atItsField, termsIn } from '#lib/features/agreements/agreement-form.ts'
import { tenantOptions } from '#lib/features/agreements/tenant-options.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session } }) => ({
  options: await tenantOptions(api, session?.acting?.tenantId),
  key: crypto.randomUUID(),
})

export const actions: Actions = {
  default: event =>
    act(event, agreementForm, async input => {
      const { id } = await atItsField(event.locals.api.agreements.draft({ key: input.key, ...termsIn(input) }))
      flash(event, 'good', m.agreements_saved())
      redirect(303, `/agreements/${id}`)
    }),
}
