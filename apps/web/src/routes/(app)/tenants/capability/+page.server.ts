import { ORGANISATION_FIELDS } from '@fuqiao/domain/profile'
import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** The own incubator's declaration, with the catalogue to choose from. */
export const load: PageServerLoad = async ({ locals: { api, session } }) => {
  const tenantId = session?.acting?.tenantId
  if (!tenantId) error(403, { message: errorMessage('NOT_ALLOWED') })
  const [tenant, vocabulary] = await Promise.all([api.tenants.get({ tenantId }), api.network.vocabulary()])
  return { tenant, catalogue: vocabulary.functions, mayDeclare: tenant.actions.includes('declareCapability') }
}

const declaration = z.object({
  functions: z.array(z.string().max(60)).max(60),
  fields: z.array(z.enum(ORGANISATION_FIELDS)).max(20),
  services: z.string().trim().max(2000).default(''),
  contactName: z.string().trim().max(40).default(''),
  contactPhone: z.string().trim().max(40).default(''),
  ceiling: z.coerce.number().int().min(0).max(100_000),
  takesReferrals: z.boolean(),
  version: z.coerce.number().int().min(0),
})

export const actions: Actions = {
  default: event =>
    act(event, declaration, async input => {
      await event.locals.api.tenants.declareCapability(input)
      flash(event, 'good', m.tenants_declared_done())
      redirect(303, `/tenants/${event.locals.session?.acting?.tenantId ?? ''}`)
    }),
}
