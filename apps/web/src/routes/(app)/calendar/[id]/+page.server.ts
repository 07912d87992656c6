import { randomUUID } from 'node:crypto'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const page = Number(url.searchParams.get('page') ?? 1)
  const tenantId = z.uuid().safeParse(url.searchParams.get('tenant')).data
  const trial = await locals.api.calendar.trial({
    id: params.id,
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
    ...(tenantId ? { tenantId } : {}),
  })
  return { ...trial, tenantId: tenantId ?? null, requestKey: randomUUID() }
}

const form = z.object({ key: z.uuid() })

export const actions: Actions = {
  confirm: event =>
    act(event, form, async ({ key }) => {
      await event.locals.api.calendar.confirm({ key, id: event.params.id })
      flash(event, 'good', m.calendar_confirmed())
      redirect(303, event.url.pathname)
    }),
  discard: event =>
    act(event, form, async ({ key }) => {
      await event.locals.api.calendar.discard({ key, id: event.params.id })
      flash(event, 'good', m.calendar_discarded())
      redirect(303, '/calendar')
    }),
}
