import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { SessionView } from '#lib/api.ts'

const passwordPage = '/(app)/account/password'

/**
 * The session, or a redirect to the sign-in page that leads back here afterwards; who has an initial password chooses their own first.
 * @throws what hindered looking up who asks: whoever is signed in is not told to sign in
 */
export function guard(event: RequestEvent): SessionView {
  const { session, failure } = event.locals
  if (failure) throw failure
  if (session?.mustChangePassword && event.route.id !== passwordPage) redirect(303, '/account/password')
  if (session) return session
  const next = event.request.method === 'GET' ? event.url.pathname + event.url.search : event.url.pathname
  redirect(303, next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`)
}
