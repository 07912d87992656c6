import { newPersonSchema, rolesSchema } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { mayAddMembers } from '#lib/features/identity/may-add.ts'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { session } }) => {
  if (!mayAddMembers(session)) error(403, { message: errorMessage('NOT_ALLOWED') })
  return { key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, z.object({ key: z.uuid(), ...newPersonSchema.shape, roles: rolesSchema }), async input => ({
      added: await event.locals.api.identity.addMember(input),
    })),
}
