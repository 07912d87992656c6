import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { act } from '#lib/server/act.ts'
import { localPath } from '#lib/url.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const onlyUnread = url.searchParams.has('unread')
  const cursor = parseCursor(url.searchParams.get('after'))
  const [{ rows, next }, { unread }] = await Promise.all([
    api.notifications.list({ onlyUnread, cursor }),
    api.notifications.unreadCount(),
  ])
  return { rows, next: cursorParam(next), unread, onlyUnread }
}

export const actions: Actions = {
  /** Marks one and goes where it leads. */
  open: event =>
    act(event, z.object({ id: z.uuid(), to: z.string().optional() }), async ({ id, to }) => {
      await event.locals.api.notifications.markRead({ ids: [id] })
      redirect(303, localPath(to, '/notices'))
    }),
  readAll: event =>
    act(event, z.object({}), async () => {
      await event.locals.api.notifications.markRead({ all: true })
      redirect(303, '/notices')
    }),
}
