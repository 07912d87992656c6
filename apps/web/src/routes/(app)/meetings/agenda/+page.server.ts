import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { contentOf, tooLarge } from '#lib/features/assignments/paper-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the incubator raised; for the centre what anybody did, and the meetings that it may be taken onto. */
export const load: PageServerLoad = async ({ locals: { api } }) => {
  const [{ rows, mayRaise }, meetings] = await Promise.all([
    api.meetings.items({}),
    api.meetings.list({ filter: { states: ['planned', 'convened'] }, sort: 'earliest' }),
  ])
  return { items: rows, mayRaise, meetings: meetings.rows, key: crypto.randomUUID() }
}

const which = { key: z.uuid(), id: z.uuid(), version: z.coerce.number().int().min(1) }
const raised = z.object({
  key: z.uuid(),
  title: z.string().trim().min(1).max(80),
  words: z.string().trim().min(1).max(2000),
  file: z.instanceof(File).optional(),
})

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, '/meetings/agenda')
}

export const actions: Actions = {
  raise: event =>
    tooLarge(event) ??
    act(event, raised, async ({ file, ...input }) => {
      const { meetings } = event.locals.api
      const { id: itemId } = await meetings.raiseItem(input)
      if (file)
        await meetings.addPaper({ itemId, meetingId: null, fileName: file.name, content: await contentOf(file) })
      done(event, m.meetings_done_raise())
    }),
  take: event =>
    act(event, z.object({ ...which, meetingId: z.uuid() }), async input => {
      await event.locals.api.meetings.takeItem(input)
      done(event, m.meetings_done_take())
    }),
  setAside: event =>
    act(event, z.object({ ...which, reason: z.string().trim().min(1).max(500) }), async input => {
      await event.locals.api.meetings.setItemAside(input)
      done(event, m.meetings_done_setAside())
    }),
}
