import { redirect } from '@sveltejs/kit'
import { guard } from '#lib/server/guard.ts'
import type { RequestHandler } from './$types'

/** Goes on as the member of another incubator. It starts from that one's first page: what was open may not be in its sight. */
export const POST: RequestHandler = async event => {
  guard(event)
  const membershipId = (await event.request.formData()).get('membershipId')
  await event.locals.api.identity.actFor({ membershipId: typeof membershipId === 'string' ? membershipId : '' })
  redirect(303, '/')
}
