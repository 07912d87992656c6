import type { Cookies, RequestEvent } from '@sveltejs/kit'
import type { FlashMessage } from '#lib/flash.ts'

const COOKIE = 'fuqiao_flash'
const TONES = ['info', 'good', 'warn', 'bad'] as const

/** Leaves a word for the next page the visitor sees; call it before `redirect`. */
export function flash(event: RequestEvent, tone: FlashMessage['tone'], text: string): void {
  const message: FlashMessage = { id: crypto.randomUUID(), tone, text }
  event.cookies.set(COOKIE, JSON.stringify(message), {
    path: '/',
    maxAge: 60,
    sameSite: 'lax',
    httpOnly: true,
    secure: event.url.protocol === 'https:',
  })
}

/** Takes the word left by the action before, if any; it is given once. */
export function takeFlash(cookies: Cookies): FlashMessage | null {
  const raw = cookies.get(COOKIE)
  if (raw === undefined) return null
  cookies.delete(COOKIE, { path: '/' })
  try {
    const { id, tone, text } = JSON.parse(raw) as Record<string, unknown>
    const known = TONES.find(one => one === tone)
    return known && typeof id === 'string' && typeof text === 'string' ? { id, tone: known, text } : null
  } catch {
    return null
  }
}
