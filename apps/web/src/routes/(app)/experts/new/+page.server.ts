import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { cardOf, expertForm } from '#lib/features/panels/expert-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  accounts: await locals.api.panels.accounts({}),
  key: crypto.randomUUID(),
})

export const actions: Actions = {
  default: event =>
    act(event, z.object({ key: z.uuid(), ...expertForm }), async ({ key, ...input }) => {
      const { id } = await event.locals.api.panels.addExpert({ key, ...cardOf(input) })
      flash(event, 'good', m.panels_expert_added())
      redirect(303, `/experts/${id}`)
    }),
}
