import { redirect } from '@sveltejs/kit'
import { writeForm } from '#lib/features/publications/publication-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = () => ({ key: crypto.randomUUID() })

export const actions: Actions = {
  default: event =>
    act(event, writeForm, async input => {
      const { id } = await event.locals.api.publications.write(input)
      flash(event, 'good', m.guidance_publishing_saved())
      redirect(303, `/publishing/${id}`)
    }),
}
