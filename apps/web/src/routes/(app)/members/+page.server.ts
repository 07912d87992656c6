import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({ members: await locals.api.identity.members() })

export const actions: Actions = {
  endSessions: event =>
    act(event, z.object({ membershipId: z.uuid() }), async input => ({
      ...(await event.locals.api.identity.endMemberSessions(input)),
    })),
}
