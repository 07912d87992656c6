import { publishCallInput } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const publish = z.object({
  ...publishCallInput.shape,
  opensOn: z.iso.date(),
  closesOn: z.iso.date(),
  places: z.coerce.number().int().min(1).max(500),
})

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const [rules, { today }] = await Promise.all([
    api.cases.rules({ caseId: null, tenantId: null }),
    api.network.vocabulary(),
  ])
  return { openAtLeast: rules.call.openAtLeast, today, key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, publish, async input => {
      const { id, number } = await event.locals.api.calls.publish(input)
      flash(event, 'good', m.cases_calls_done_publish({ number }))
      redirect(303, `/calls/${id}`)
    }),
}
