import { PASSWORD_LIMITS } from '@fuqiao/domain/people'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions } from './$types'

const typed = z.string().max(PASSWORD_LIMITS.longest)
const given = z
  .object({ oldPassword: typed, newPassword: typed, repeatedPassword: typed })
  .refine(({ newPassword, repeatedPassword }) => newPassword === repeatedPassword, {
    path: ['repeatedPassword'],
    error: () => m.identity_password_differs(),
  })

export const actions: Actions = {
  default: async event => {
    const wasInitial = event.locals.session?.mustChangePassword === true
    return act(event, given, async ({ oldPassword, newPassword }) => {
      await event.locals.api.identity.changePassword({ oldPassword, newPassword })
      flash(event, 'good', m.identity_password_changed())
      redirect(303, wasInitial ? '/' : '/account')
    })
  },
}
