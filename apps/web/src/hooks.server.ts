import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { errorMessage } from '#lib/errors.ts'
import { languageTag } from '#lib/locale.ts'
import { paraglideMiddleware } from '#lib/paraglide/server.js'
import { failureOf } from '#lib/server/failure.ts'
import { guard } from '#lib/server/guard.ts'
import { readPreferences } from '#lib/server/preferences.ts'
import { requestStore } from '#lib/server/request-store.ts'

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

/** Every request: who asks and how they want it shown; the wall before signed-in pages; headers no page may forget. */
export const handle: Handle = async ({ event, resolve }) => {
  const store = requestStore()
  const preferences = readPreferences(event.cookies)
  event.locals.api = store.api
  event.locals.session = store.session
  event.locals.failure = store.failure
  event.locals.preferences = preferences
  event.locals.now = store.now
  event.locals.liveMark = store.liveMark
  // What failed is told by the page's own load, in the frame of the error page.
  if (event.route.id?.startsWith('/(app)') && !store.failure) guard(event)

  // The middleware reads the cookie only; given the request itself it would copy the body of every upload.
  const cookieOnly = new Request(event.url, { headers: { cookie: event.request.headers.get('cookie') ?? '' } })
  const response = await paraglideMiddleware(cookieOnly, async () =>
    resolve(event, {
      transformPageChunk: ({ html }) =>
        html
          .replace('%fuqiao.lang%', languageTag(preferences.locale))
          .replace('%fuqiao.type%', preferences.type)
          .replace('%fuqiao.contrast%', preferences.contrast),
    }),
  )
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value)
  if (store.session) response.headers.set('cache-control', 'private, no-store')
  for (const cookie of store.setCookies ?? []) response.headers.append('set-cookie', cookie)
  return response
}

/** Gives an error of the API its own status and words; anything unforeseen gets a reference, and its story goes to the log alone. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return undefined
  const failure = failureOf(error)
  if (failure)
    return { status: failure.status, message: errorMessage(failure.code, failure.params), code: failure.code }
  const reference = requestStore().requestId
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `${JSON.stringify({ level: 'error', msg: 'page failed', reference, route: event.route.id, story })}\n`,
  )
  return { status: 500, message: errorMessage('UNEXPECTED', { reference }), reference }
}
