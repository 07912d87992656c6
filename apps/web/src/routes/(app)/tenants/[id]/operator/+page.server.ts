import { appointOperatorInput, handOverOperatorInput } from '@fuqiao/contract'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { loadTenant } from '#lib/features/tenants/load-tenant.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { chosen } from '#lib/server/field-errors.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** Who runs an incubator and who did, and the form to appoint or to hand over by. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const [tenant, found, vocabulary] = await Promise.all([
    loadTenant(locals, params.id),
    locals.api.operators.list({ tenantId: params.id }),
    locals.api.network.vocabulary(),
  ])
  return { tenant, ...found, today: vocabulary.today, key: crypto.randomUUID() }
}

// A form's numbers are text, and a condition that is confirmed in words is a field of its own.
const rating = z.coerce.number().int().min(1).max(5).nullable().default(null)
const kind = chosen().pipe(appointOperatorInput.shape.kind)
const appointment = appointOperatorInput.omit({ tenantId: true, words: true }).extend({ rating, kind })
const handOver = handOverOperatorInput
  .omit({ words: true })
  .extend({ rating, kind, version: z.coerce.number().int().min(1) })

/** What was said of each condition, by the form's fields of that name. */
async function wordsIn(request: Request): Promise<{ id: string; said: string }[]> {
  return [...(await request.formData())].flatMap(([name, said]) =>
    name.startsWith('words-') && typeof said === 'string' && said.trim() !== '' ? [{ id: name.slice(6), said }] : [],
  )
}

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, `/tenants/${event.params['id']}/operator`)
}

export const actions: Actions = {
  appoint: async event => {
    const words = await wordsIn(event.request.clone())
    return act(event, appointment, async input => {
      await event.locals.api.operators.appoint({ ...input, words, tenantId: event.params.id })
      done(event, m.operators_done_appoint())
    })
  },
  handOver: async event => {
    const words = await wordsIn(event.request.clone())
    return act(event, handOver, async input => {
      const { endedPlaces } = await event.locals.api.operators.handOver({ ...input, words })
      done(event, m.operators_done_hand_over({ count: endedPlaces }))
    })
  },
}
