import { randomUUID } from 'node:crypto'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const { versions } = await api.rules.list()
  const found = versions.find(({ state }) => state === 'draft') ?? versions.find(({ state }) => state === 'scheduled')
  if (!found) redirect(303, '/rules')
  const [{ head, content, differences, comparedWith }, passes, { today }] = await Promise.all([
    api.rules.read({ number: found.number }),
    api.rules.passes(),
    api.network.vocabulary(),
  ])
  const latest = passes.find(
    ({ kind, number, state }) => kind === 'trial' && number === head.number && state !== 'cancelled',
  )
  const trial = latest ? await api.rules.pass({ id: latest.id }) : null
  return { head, content, differences, comparedWith, trial, today, requestKey: randomUUID() }
}

const of = { key: z.uuid(), number: z.coerce.number().int(), version: z.coerce.number().int() }
const on = z.object(of)
const save = z.object({
  ...of,
  content: z
    .string()
    .max(400_000)
    .transform((text, context) => {
      try {
        return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
      } catch {
        context.addIssue({ code: 'custom', message: 'INPUT_TEXT_UNREADABLE' })
        return z.NEVER
      }
    }),
})
const schedule = z.object({ ...of, inForceOn: z.iso.date(), reason: z.string().trim().default('') })
const stop = z.object({ key: z.uuid(), id: z.uuid() })

export const actions: Actions = {
  save: event =>
    act(event, save, async input => {
      const { faults } = await event.locals.api.rules.save(input)
      if (faults.length > 0) return { faults }
      flash(event, 'good', m.rules_draft_saved())
      return { faults: [] }
    }),
  discard: event =>
    act(event, on, async input => {
      await event.locals.api.rules.discard(input)
      flash(event, 'good', m.rules_draft_discarded())
      redirect(303, '/rules')
    }),
  try: event => act(event, on, async input => void (await event.locals.api.rules.tryOut(input))),
  stop: event => act(event, stop, async input => void (await event.locals.api.rules.cancelPass(input))),
  schedule: event =>
    act(event, schedule, async input => {
      await event.locals.api.rules.schedule(input)
      flash(event, 'good', m.rules_scheduled({ on: input.inForceOn }))
      redirect(303, '/rules')
    }),
  takeBack: event =>
    act(event, on, async input => {
      await event.locals.api.rules.takeBack(input)
      flash(event, 'good', m.rules_taken_back())
      redirect(303, '/rules/draft')
    }),
}
