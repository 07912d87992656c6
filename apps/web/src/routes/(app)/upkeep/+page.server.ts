import { PARTY_FORMS } from '@fuqiao/domain/profile'
import { UPKEEP_RULES } from '@fuqiao/domain/upkeep'
import { z } from 'zod'
import { flash } from '#lib/server/flash.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

/** How the acting incubator stands to the rules, with those below it that break one; or one below it, where the address names it. */
export const load: PageServerLoad = async ({ locals: { api, session }, url: { searchParams } }) => {
  const tenantId = z.uuid().safeParse(searchParams.get('tenant')).data
  const rule = z.enum(UPKEEP_RULES).safeParse(searchParams.get('rule')).data
  const cursor = z.uuid().safeParse(searchParams.get('after')).data
  const hasBelow = tenantId === undefined && session?.hasBelow === true
  const [upkeep, below, { today }] = await Promise.all([
    api.upkeep.read(tenantId ? { tenantId } : {}),
    hasBelow ? api.upkeep.below({ ...(rule ? { rule } : {}), ...(cursor ? { cursor } : {}) }) : null,
    api.network.vocabulary(),
  ])
  return { upkeep, below, rule, today, isOther: tenantId !== undefined }
}

export const actions: Actions = {
  party: event =>
    act(
      event,
      z.object({
        version: z.coerce.number().int(),
        form: z.enum(PARTY_FORMS),
        branchName: z.string().trim().max(100).default(''),
        foundedOn: z.iso.date().nullable().default(null),
      }),
      async input => {
        await event.locals.api.upkeep.saveParty(input)
        flash(event, 'good', m.upkeep_party_saved())
        return { done: true }
      },
    ),
}
