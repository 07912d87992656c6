import { error } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { firstPeopleOf, firstPeopleShape } from '#lib/features/tenants/first-people.ts'
import { loadTenant } from '#lib/features/tenants/load-tenant.ts'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const tenant = await loadTenant(locals, params.id)
  if (!tenant.isUnstaffed) error(403, { message: errorMessage('TENANT_HAS_PEOPLE') })
  return { tenant, key: crypto.randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, z.object({ key: z.uuid(), ...firstPeopleShape }), async input => {
      const { director, administrator, rest } = firstPeopleOf(input)
      const asked = { ...rest, director, administrator, tenantId: event.params.id }
      return { named: (await event.locals.api.tenants.nameDirector(asked)).people }
    }),
}
