import { redirect } from '@sveltejs/kit'
import { groupForm, placesOf } from '#lib/features/filings/group-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** The acting organisation's own filing, and the form to apply by. */
export const load: PageServerLoad = async ({ locals: { api } }) => {
  const [{ card }, found] = await Promise.all([api.organisations.my({}), api.filings.own({})])
  const places = placesOf([], { code: card.divisionCode, name: card.divisionName })
  return { card, ...found, places, key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, groupForm, async input => {
      await event.locals.api.filings.submitOwn(input)
      flash(event, 'good', m.filings_apply_done())
      redirect(303, '/my/filing')
    }),
}
