import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { cardOf, expertForm } from '#lib/features/panels/expert-form.ts'
import { panelId } from '#lib/features/panels/panel-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const expert = await api.panels.expert({ id: panelId(params.id) })
  return {
    expert,
    accounts: expert.mayChange ? await api.panels.accounts({}) : [],
    key: crypto.randomUUID(),
  }
}

const at = { key: z.uuid(), version: z.coerce.number().int().min(1) }

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, event.url.pathname)
}

export const actions: Actions = {
  change: event =>
    act(event, z.object({ ...at, ...expertForm }), async ({ key, version, ...input }) => {
      await event.locals.api.panels.changeExpert({ key, version, id: panelId(event.params.id), ...cardOf(input) })
      done(event, m.panels_expert_changed())
    }),
  retire: event =>
    act(event, z.object(at), async input => {
      await event.locals.api.panels.retireExpert({ ...input, id: panelId(event.params.id), isRetired: true })
      done(event, m.panels_expert_retire_done())
    }),
  comeBack: event =>
    act(event, z.object(at), async input => {
      await event.locals.api.panels.retireExpert({ ...input, id: panelId(event.params.id), isRetired: false })
      done(event, m.panels_expert_return_done())
    }),
}
