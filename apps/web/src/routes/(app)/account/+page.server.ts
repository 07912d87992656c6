import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({ sessions: await locals.api.identity.sessions() })

export const actions: Actions = {
  end: event =>
    act(event, z.object({ sessionId: z.uuid() }), async input => ({
      ...(await event.locals.api.identity.endSession(input)),
    })),
}
