import { redirect } from '@sveltejs/kit'
import { registerOrganisationSchema } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { flash } from '#lib/server/flash.ts'
import { actOnCard } from '#lib/server/organisation-doubts.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  divisions: (await locals.api.organisations.divisions({})).groups,
  key: crypto.randomUUID(),
})

export const actions: Actions = {
  default: event =>
    actOnCard(event, registerOrganisationSchema, async input => {
      const { id, filingNumber } = await event.locals.api.organisations.register(input)
      flash(
        event,
        'good',
        filingNumber ? m.organisations_filed({ number: filingNumber }) : m.organisations_registered(),
      )
      redirect(303, `/organisations/${id}`)
    }),
}
