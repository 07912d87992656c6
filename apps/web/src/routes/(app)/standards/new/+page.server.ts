import { error, redirect } from '@sveltejs/kit'
import { serviceOptions } from '#lib/features/standards/services.ts'
import { draftForm } from '#lib/features/standards/standard-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const [{ mayWrite }, { services }, { today }] = await Promise.all([
    api.standards.list({}),
    api.cases.rules({ caseId: null, tenantId: null }),
    api.network.vocabulary(),
  ])
  if (!mayWrite) error(403)
  return { services: serviceOptions(services), today, key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, draftForm, async input => {
      const { id } = await event.locals.api.standards.draft(input)
      flash(event, 'good', m.guidance_standards_saved())
      redirect(303, `/standards/${id}`)
    }),
}
