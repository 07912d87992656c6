import { error, redirect } from '@sveltejs/kit'
import { updateOrganisationSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { flash } from '#lib/server/flash.ts'
import { actOnCard } from '#lib/server/organisation-doubts.ts'
import type { Actions, PageServerLoad } from './$types'

// A form's version is text.
const updateSchema = updateOrganisationSchema.extend({ version: z.coerce.number().int().min(1) })

export const load: PageServerLoad = async ({ locals, params }) => {
  const [organisation, divisions] = await Promise.all([
    locals.api.organisations.get({ id: params.id }),
    locals.api.organisations.divisions({}),
  ])
  if (!organisation.can.update) error(403, { message: errorMessage('NOT_ALLOWED') })
  return { organisation, divisions: divisions.groups }
}

export const actions: Actions = {
  default: event =>
    actOnCard(event, updateSchema, async input => {
      await event.locals.api.organisations.update({ ...input, id: event.params.id })
      flash(event, 'good', m.organisations_saved())
      redirect(303, `/organisations/${event.params.id}`)
    }),
}
