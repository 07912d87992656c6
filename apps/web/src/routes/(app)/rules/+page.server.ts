import { randomUUID } from 'node:crypto'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const { versions, may } = await api.rules.list()
  const number = versions.find(({ state }) => state === 'inForce')?.number ?? 0
  const [{ lines }, { source }, passes] = await Promise.all([
    api.rules.read({ number }),
    api.network.vocabulary(),
    may.edit ? api.rules.passes() : [],
  ])
  return { versions, may, number, lines, source, passes, requestKey: randomUUID() }
}

const begin = z.object({ key: z.uuid() })
const rollBack = z.object({ key: z.uuid(), number: z.coerce.number().int(), reason: z.string().trim().default('') })
const move = z.object({ key: z.uuid(), from: z.coerce.number().int(), reason: z.string().trim().default('') })

export const actions: Actions = {
  begin: event =>
    act(event, begin, async ({ key }) => {
      await event.locals.api.rules.begin({ key })
      redirect(303, '/rules/draft')
    }),
  rollBack: event =>
    act(event, rollBack, async input => {
      await event.locals.api.rules.rollBack(input)
      flash(event, 'good', m.rules_rolled_back())
      redirect(303, '/rules')
    }),
  move: event =>
    act(event, move, async input => {
      const { id } = await event.locals.api.rules.moveCases({ ...input, caseIds: null })
      flash(event, 'good', m.rules_move_started())
      redirect(303, `/rules/passes/${id}`)
    }),
}
