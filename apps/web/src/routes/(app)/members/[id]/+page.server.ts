import { civilDateSchema, rolesSchema, versionSchema } from '@fuqiao/contract'
import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const member = (await locals.api.identity.members()).find(({ id }) => id === params.id)
  if (!member) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  return { member }
}

const seen = { version: z.coerce.number().pipe(versionSchema) }

async function end(event: RequestEvent, input: { version: number; lastDay: string | null }): Promise<never> {
  await event.locals.api.identity.endMember({ ...input, membershipId: event.params.id })
  flash(event, 'good', m.identity_member_ended())
  redirect(303, '/members')
}

export const actions: Actions = {
  change: event =>
    act(event, z.object({ ...seen, roles: rolesSchema }), async input => {
      await event.locals.api.identity.changeMember({ ...input, membershipId: event.params.id })
      flash(event, 'good', m.identity_member_changed())
      redirect(303, `/members/${event.params.id}`)
    }),
  end: event => act(event, z.object({ ...seen, lastDay: civilDateSchema }), input => end(event, input)),
  endNow: event => act(event, z.object(seen), input => end(event, { ...input, lastDay: null })),
  renew: event =>
    act(event, z.object({}), async () => ({
      renewed: await event.locals.api.identity.renewPassword({ membershipId: event.params.id }),
    })),
}
