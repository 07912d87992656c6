import { z } from 'zod'
import { mayAddMembers } from '#lib/features/identity/may-add.ts'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  members: await locals.api.identity.members(),
  mayAdd: mayAddMembers(locals.session),
})

export const actions: Actions = {
  endSessions: event =>
    act(event, z.object({ membershipId: z.uuid() }), async input => ({
      ...(await event.locals.api.identity.endMemberSessions(input)),
    })),
}
