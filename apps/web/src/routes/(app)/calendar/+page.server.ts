import { randomUUID } from 'node:crypto'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const year = Number(url.searchParams.get('year'))
  const calendar = await locals.api.calendar.read(Number.isInteger(year) && year >= 1900 && year < 2200 ? { year } : {})
  return { ...calendar, requestKey: randomUUID() }
}

const form = z.object({
  key: z.uuid(),
  year: z.coerce.number().int().min(2000).max(2199),
  // What is left empty does not come.
  reason: z.string().trim().max(300).default(''),
  text: z.string().max(100_000).default(''),
  file: z.instanceof(File).optional(),
})

export const actions: Actions = {
  propose: event =>
    act(event, form, async ({ key, year, reason, text, file }) => {
      const isFile = file !== undefined && file.size > 0
      const content = isFile ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(text)
      const fileName = isFile ? file.name.slice(0, 200) : ''
      const { id, faults } = await event.locals.api.calendar.propose({ key, year, reason, fileName, content })
      if (id !== null) redirect(303, `/calendar/${id}`)
      return { faults, year: String(year), reason, text }
    }),
}
