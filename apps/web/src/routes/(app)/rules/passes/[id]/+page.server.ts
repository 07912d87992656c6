import { randomUUID } from 'node:crypto'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const id = z.uuid().safeParse(params.id)
  if (!id.success) error(404)
  return { pass: await locals.api.rules.pass({ id: id.data }), requestKey: randomUUID() }
}

const stop = z.object({ key: z.uuid(), id: z.uuid() })

export const actions: Actions = {
  stop: event => act(event, stop, async input => void (await event.locals.api.rules.cancelPass(input))),
}
