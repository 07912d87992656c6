import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const STATES = ['bad', 'duplicate', 'ready', 'imported'] as const

export const load: PageServerLoad = async event => {
  event.depends('fuqiao:import')
  const { api } = event.locals
  const { id } = event.params
  const job = await api.organisations.importJob({ id })
  const counts = { bad: job.bad, duplicate: job.duplicates, ready: job.ready, imported: job.imported }
  const asked = STATES.find(state => state === event.url.searchParams.get('state'))
  const state = asked ?? STATES.find(one => counts[one] > 0) ?? 'ready'
  const after = Number(event.url.searchParams.get('after')) || 0
  const page =
    job.state === 'running' ? { rows: [], next: null } : await api.organisations.importRows({ id, state, after })
  return { job, counts, state, rows: page.rows, next: page.next === null ? null : String(page.next) }
}

export const actions: Actions = {
  keep: event =>
    act(
      event,
      z.object({ version: z.coerce.number().int(), rowNumbers: z.array(z.coerce.number().int()).min(1) }),
      async input => {
        await event.locals.api.organisations.decideDuplicates({ id: event.params.id, ...input })
        flash(event, 'good', m.organisations_import_kept({ count: input.rowNumbers.length }))
        redirect(303, `/organisations/import/${event.params.id}`)
      },
    ),
  confirm: event =>
    act(event, z.object({}), async () => {
      await event.locals.api.organisations.confirmImport({ id: event.params.id })
      redirect(303, `/organisations/import/${event.params.id}`)
    }),
  cancel: event =>
    act(event, z.object({}), async () => {
      await event.locals.api.organisations.cancelImport({ id: event.params.id })
      redirect(303, `/organisations/import/${event.params.id}`)
    }),
}
