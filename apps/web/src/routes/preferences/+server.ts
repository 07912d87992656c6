import { redirect } from '@sveltejs/kit'
import { keepPreferences } from '#lib/server/preferences.ts'
import { localPath } from '#lib/url.ts'
import type { RequestHandler } from './$types'

/** Keeps how the visitor wants the pages and goes back to where they were. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData()
  keepPreferences(cookies, form, url.protocol === 'https:')
  redirect(303, localPath(form.get('back')))
}
