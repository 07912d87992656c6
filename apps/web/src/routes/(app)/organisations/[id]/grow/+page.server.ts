import { growOrganisationInput } from '@fuqiao/contract'
import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { chosen } from '#lib/server/field-errors.ts'
import { flash } from '#lib/server/flash.ts'
import { actOnCard } from '#lib/server/organisation-doubts.ts'
import type { Actions, PageServerLoad } from './$types'

/** The form by which a filed or preparing group becomes a registered organisation. */
export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const organisationId = params.id
  const [card, { can }, vocabulary] = await Promise.all([
    api.organisations.get({ id: organisationId }),
    api.filings.ofOrganisation({ organisationId }),
    api.network.vocabulary(),
  ])
  if (!can.grow) error(403, { message: errorMessage('NOT_ALLOWED') })
  return { card, key: crypto.randomUUID(), today: vocabulary.today }
}

// A form's version is text.
const { kind } = growOrganisationInput.shape
const growForm = growOrganisationInput
  .omit({ organisationId: true })
  .extend({ version: z.coerce.number().int().min(1), kind: chosen().pipe(kind) })

export const actions: Actions = {
  default: event =>
    actOnCard(event, growForm, async input => {
      await event.locals.api.filings.grow({ ...input, organisationId: event.params.id })
      flash(event, 'good', m.filings_grow_done())
      redirect(303, `/organisations/${event.params.id}`)
    }),
}
