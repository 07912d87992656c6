import { z } from 'zod'
import { mayAddMembers } from '#lib/features/identity/may-add.ts'
import { memberFilterIn, membersIn } from '#lib/features/identity/member-list.ts'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url: { searchParams } }) => {
  const all = await locals.api.identity.members()
  return {
    members: membersIn(all, searchParams),
    isLong: all.length > 10,
    filter: memberFilterIn(searchParams),
    // What somebody is here, and nothing else, narrows the list.
    roles: [...new Set(all.flatMap(({ roles }) => roles))],
    mayAdd: mayAddMembers(locals.session),
  }
}

export const actions: Actions = {
  endSessions: event =>
    act(event, z.object({ membershipId: z.uuid() }), async input => ({
      ...(await event.locals.api.identity.endMemberSessions(input)),
    })),
}
