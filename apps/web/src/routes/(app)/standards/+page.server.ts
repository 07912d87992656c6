import { caseId } from '#lib/features/cases/case-id.ts'
import { acknowledgeForm } from '#lib/features/standards/standard-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => ({
  ...(await api.standards.list({})),
  key: crypto.randomUUID(),
})

export const actions: Actions = {
  acknowledge: event =>
    act(event, acknowledgeForm.extend({ id: z.uuid() }), async ({ key, id }) => {
      await event.locals.api.standards.acknowledge({ key, id: caseId(id) })
      flash(event, 'good', m.guidance_standards_ack_done())
      redirect(303, event.url.pathname)
    }),
}
