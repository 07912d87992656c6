import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { panelId } from '#lib/features/panels/panel-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => ({
  desk: await locals.api.panels.desk({ id: panelId(params.id) }),
  key: crypto.randomUUID(),
})

const at = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const mark = z.coerce.number().int().min(0).max(100)

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, event.url.pathname)
}

export const actions: Actions = {
  accept: event =>
    act(event, z.object(at), async input => {
      await event.locals.api.panels.accept({ id: panelId(event.params.id), ...input })
      done(event, m.panels_desk_accepted())
    }),
  recuse: event =>
    act(event, z.object({ ...at, reason: z.string().trim().min(1).max(1000) }), async input => {
      await event.locals.api.panels.recuse({ id: panelId(event.params.id), ...input })
      done(event, m.panels_desk_recused())
    }),
  async score(event) {
    const id = panelId(event.params.id)
    const { criteria } = await event.locals.api.panels.desk({ id })
    const fields = Object.fromEntries(criteria.map(criterion => [`mark-${criterion.id}`, mark])) as Record<
      never,
      typeof mark
    >
    const form = z.object({ ...at, words: z.string().trim().min(1).max(2000), ...fields })
    return act(event, form, async ({ key, version, words, ...given }) => {
      const read = given as Record<string, number>
      const marks = criteria.map(({ id: of }) => ({ id: of, mark: read[`mark-${of}`] ?? Number.NaN }))
      await event.locals.api.panels.score({ id, key, version, words, marks })
      done(event, m.panels_score_done())
    })
  },
}
