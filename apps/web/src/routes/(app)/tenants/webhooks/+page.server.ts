import { WEBHOOK_GROUPS, webhookInputSchema } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const here = '/tenants/webhooks'

/** The tenant's endpoints, each with what was sent there last. */
export const load: PageServerLoad = async ({ locals: { api } }) => {
  const { rows } = await api.webhooks.list()
  const endpoints = await Promise.all(
    rows.map(async row => ({ ...row, deliveries: (await api.webhooks.deliveries({ id: row.id })).rows })),
  )
  return { endpoints }
}

const changed = z.object({
  id: z.uuid(),
  version: z.coerce.number().int().min(1),
  state: z.enum(['active', 'paused']),
  groups: z.array(z.enum(WEBHOOK_GROUPS)).min(1),
})

export const actions: Actions = {
  // No redirect: the answer holds the secret, which is shown this once.
  create: event =>
    act(event, z.object(webhookInputSchema.shape), async input => ({
      made: { url: input.url, ...(await event.locals.api.webhooks.create(input)) },
    })),
  change: event =>
    act(event, changed, async input => {
      await event.locals.api.webhooks.change(input)
      flash(event, 'good', m.channels_webhook_changed())
      redirect(303, here)
    }),
  // Shown this once, as the first.
  rotate: event =>
    act(event, z.object({ id: z.uuid(), version: z.coerce.number().int().min(1) }), async input => ({
      rotated: { id: input.id, ...(await event.locals.api.webhooks.rotate(input)) },
    })),
  sendTest: event =>
    act(event, z.object({ id: z.uuid() }), async input => {
      await event.locals.api.webhooks.sendTest(input)
      flash(event, 'good', m.channels_webhook_test_asked())
      redirect(303, here)
    }),
  remove: event =>
    act(event, z.object({ id: z.uuid() }), async input => {
      await event.locals.api.webhooks.remove(input)
      flash(event, 'good', m.channels_webhook_removed())
      redirect(303, here)
    }),
}
