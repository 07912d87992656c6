import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { tenantOptions } from '#lib/features/agreements/tenant-options.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** The seats of the joint meeting, for the centre that gives them. */
export const load: PageServerLoad = async ({ locals: { api } }) => {
  const { rows, mayKeep } = await api.meetings.seats()
  if (!mayKeep) redirect(303, '/meetings')
  const [members, options] = await Promise.all([api.meetings.members(), tenantOptions(api, null)])
  return { seats: rows, members: members.rows, options, key: crypto.randomUUID() }
}

const key = z.uuid()
const which = { key, id: z.uuid(), version: z.coerce.number().int().min(1) }
const personIds = z.array(z.uuid()).min(1).max(10)
const added = z.object({
  key,
  tenantId: z.uuid().nullable().default(null),
  department: z.string().trim().max(60).default(''),
  personIds,
})

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, '/meetings/seats')
}

export const actions: Actions = {
  add: event =>
    act(event, added, async input => {
      await event.locals.api.meetings.addSeat(input)
      done(event, m.meetings_seat_done_add())
    }),
  change: event =>
    act(event, z.object({ ...which, personIds }), async input => {
      await event.locals.api.meetings.changeSeat(input)
      done(event, m.meetings_seat_done_change())
    }),
  end: event =>
    act(event, z.object(which), async input => {
      await event.locals.api.meetings.endSeat(input)
      done(event, m.meetings_seat_done_end())
    }),
}
