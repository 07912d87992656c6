import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { SessionView } from '#lib/api.ts'

/** The session, or a redirect to the sign-in page that leads back here afterwards. */
export function guard(event: RequestEvent): SessionView {
  if (event.locals.session) return event.locals.session
  const next = event.request.method === 'GET' ? event.url.pathname + event.url.search : event.url.pathname
  redirect(303, next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`)
}
