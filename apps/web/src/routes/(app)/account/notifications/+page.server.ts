import { MAIL_CHOICES, MAIL_LANGUAGES, mailAddressSchema, mailCodeSchema } from '@fuqiao/contract'
import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { failureOf } from '#lib/server/failure.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const here = '/account/notifications'

/** How the person is told; null for somebody whom no notice is for. */
export const load: PageServerLoad = async ({ locals: { api } }) => {
  try {
    return { setting: await api.mailSettings.mine() }
  } catch (thrown) {
    const failure = failureOf(thrown)
    if (failure?.code === 'NOT_ALLOWED') return { setting: null }
    if (failure) error(failure.status, { message: errorMessage(failure.code, failure.params) })
    throw thrown
  }
}

const choice = z.enum(MAIL_CHOICES)
const choices = z.object({
  language: z.enum(MAIL_LANGUAGES),
  waiting: choice.default('none'),
  deadline: choice.default('none'),
  progress: choice.default('none'),
  delivery: choice.default('none'),
})

export const actions: Actions = {
  choose: event =>
    act(event, choices, async ({ language, ...chosen }) => {
      await event.locals.api.mailSettings.choose({ language, choices: chosen })
      flash(event, 'good', m.channels_saved())
      redirect(303, here)
    }),
  giveAddress: event =>
    act(event, z.object({ address: mailAddressSchema }), async input => {
      await event.locals.api.mailSettings.giveAddress(input)
      redirect(303, here)
    }),
  confirm: event =>
    act(event, z.object({ code: mailCodeSchema }), async input => {
      await event.locals.api.mailSettings.confirmAddress(input)
      flash(event, 'good', m.channels_confirmed())
      redirect(303, here)
    }),
  forget: event =>
    act(event, z.object({}), async () => {
      await event.locals.api.mailSettings.forgetAddress()
      flash(event, 'good', m.channels_forgotten())
      redirect(303, here)
    }),
}
