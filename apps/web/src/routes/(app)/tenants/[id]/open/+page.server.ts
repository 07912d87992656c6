import { BUILDING_MODES, TENANT_KINDS, TIERS } from '@fuqiao/domain/profile'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { firstPeopleOf, firstPeopleShape } from '#lib/features/tenants/first-people.ts'
import { loadTenant } from '#lib/features/tenants/load-tenant.ts'
import { act } from '#lib/server/act.ts'
import { chosen } from '#lib/server/field-errors.ts'
import type { Actions, PageServerLoad } from './$types'

/** What may be opened below the incubator: the tiers and kinds of the profile, the divisions of its area. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const [tenant, vocabulary] = await Promise.all([loadTenant(locals, params.id), locals.api.network.vocabulary()])
  if (!tenant.actions.includes('open')) error(403, { message: errorMessage('NOT_ALLOWED') })
  const [divisions, children] = await Promise.all([
    locals.api.network.divisions({ parentCode: tenant.divisionCode }),
    locals.api.tenants.tree({ parentId: tenant.id }),
  ])
  const served = new Set(
    children.filter(line => line.kind === 'administrative' && line.status === 'active').map(line => line.divisionCode),
  )
  const index = vocabulary.tiers.findIndex(({ id }) => id === tenant.tier)
  return {
    tenant,
    key: crypto.randomUUID(),
    tiers: vocabulary.tiers.slice(Math.max(0, index)),
    buildingModes: vocabulary.buildingModes.map(({ id }) => id),
    divisions: divisions.map(({ code, name }) => ({ code, name, isServed: served.has(code) })),
  }
}

const opening = z.object({
  key: z.uuid(),
  /** Tier and kind, such as `street administrative`: one choice, so that none is offered that the profile forbids. */
  place: chosen().regex(/^[a-z]+ [A-Za-z]+$/),
  buildingMode: z.enum(BUILDING_MODES).optional(),
  name: z.string().min(2).max(200),
  shortName: z.string().trim().min(1).max(20),
  divisionCode: chosen().regex(/^\d{2,12}$/),
  reason: z.string().trim().min(2).max(500),
  ...firstPeopleShape,
})

export const actions: Actions = {
  default: event =>
    act(event, opening, async ({ place, buildingMode, ...input }) => {
      const [tier, kind] = place.split(' ')
      const { director, administrator, rest } = firstPeopleOf(input)
      const { id, people } = await event.locals.api.tenants.open({
        ...rest,
        director,
        administrator,
        parentId: event.params.id,
        tier: z.enum(TIERS).parse(tier),
        kind: z.enum(TENANT_KINDS).parse(kind),
        buildingMode: buildingMode ?? null,
      })
      // Answered on this page: the passwords are told this once, and go into no cookie.
      return { opened: { id, name: input.name, people } }
    }),
}
