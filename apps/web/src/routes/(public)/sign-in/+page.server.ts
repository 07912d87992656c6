import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import { localPath } from '#lib/url.ts'
import type { Actions, PageServerLoad } from './$types'

const credentials = z.object({ loginName: z.string().max(100), password: z.string().max(200) })

export const load: PageServerLoad = async ({ locals, url }) => {
  if (locals.session) redirect(303, localPath(url.searchParams.get('next')))
  const demoAccounts = await locals.api.identity.demoAccounts()
  const as = url.searchParams.get('as')
  return {
    demoAccounts,
    // Without scripts a demo account is chosen by a link, and the server fills the form.
    chosen: demoAccounts.find(account => account.loginName === as) ?? null,
    returning: url.searchParams.has('next'),
  }
}

export const actions: Actions = {
  default: event =>
    act(event, credentials, async input => {
      await event.locals.api.identity.signIn(input)
      redirect(303, localPath(event.url.searchParams.get('next')))
    }),
}
