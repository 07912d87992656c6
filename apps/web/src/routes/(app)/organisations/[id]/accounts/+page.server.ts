import { newPersonSchema, versionSchema } from '@fuqiao/contract'
import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { organisations } = locals.api
  const organisation = await organisations.get({ id: params.id })
  if (!organisation.can.manageAccounts) error(403, { message: errorMessage('NOT_ALLOWED') })
  return {
    organisation,
    accounts: await organisations.accounts({ organisationId: params.id }),
    key: crypto.randomUUID(),
  }
}

const one = { membershipId: z.uuid() }

export const actions: Actions = {
  add: event =>
    act(event, z.object({ key: z.uuid(), ...newPersonSchema.shape }), async input => ({
      added: await event.locals.api.organisations.addAccount({ ...input, organisationId: event.params.id }),
    })),
  renew: event =>
    act(event, z.object(one), async input => ({
      renewed: await event.locals.api.organisations.renewAccount({ ...input, organisationId: event.params.id }),
    })),
  end: event =>
    act(event, z.object({ ...one, version: z.coerce.number().pipe(versionSchema) }), async input => {
      await event.locals.api.organisations.endAccount({ ...input, organisationId: event.params.id })
      flash(event, 'good', m.organisations_account_ended())
      redirect(303, `/organisations/${event.params.id}/accounts`)
    }),
}
