import { redirect } from '@sveltejs/kit'
import { m } from '#lib/paraglide/messages.js'
import { flash } from '#lib/server/flash.ts'
import type { RequestHandler } from './$types'

/** Ends the session at hand. */
export const POST: RequestHandler = async event => {
  if (event.locals.session) await event.locals.api.identity.signOut()
  flash(event, 'good', m.identity_signed_out())
  redirect(303, '/sign-in')
}
