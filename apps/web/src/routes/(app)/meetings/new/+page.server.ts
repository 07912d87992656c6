import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { planFields, planOf } from '#lib/features/meetings/plan-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** The form of a new meeting; whoever may plan none is told so by the list. */
export const load: PageServerLoad = async ({ locals: { api } }) => {
  const { mayPlan } = await api.meetings.list({})
  if (!mayPlan) redirect(303, '/meetings')
  return { key: crypto.randomUUID() }
}

const plan = z.object({ key: z.uuid(), ...planFields })

export const actions: Actions = {
  default: event =>
    act(event, plan, async ({ key, ...fields }) => {
      const { id } = await event.locals.api.meetings.plan({ key, ...planOf(fields) })
      flash(event, 'good', m.meetings_done_plan())
      redirect(303, `/meetings/${id}`)
    }),
}
