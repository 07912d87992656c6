import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { tierLabel } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

/** The form of a new assignment: the incubators directly below are offered before anything is typed. */
export const load: PageServerLoad = async ({ locals: { api, session } }) => {
  const ownId = session?.acting?.tenantId ?? null
  const [below, { today }] = await Promise.all([
    ownId === null ? [] : api.tenants.tree({ parentId: ownId }),
    api.network.vocabulary(),
  ])
  const options = below.map(({ id, name, tier }) => ({ value: id, label: name, description: tierLabel(tier) }))
  return { options, ownId, today, key: crypto.randomUUID() }
}

const assignment = z.object({
  key: z.uuid(),
  tenantId: z.uuid(),
  kind: z.enum(['duty', 'remark']),
  title: z.string().trim().min(1).max(80),
  words: z.string().trim().min(1).max(2000),
  dueOn: z.iso.date().nullable().default(null),
})

export const actions: Actions = {
  default: event =>
    act(event, assignment, async input => {
      const { id } = await event.locals.api.assignments.issue(input)
      flash(event, 'good', m.assignments_done_issue())
      redirect(303, `/assignments/${id}`)
    }),
}
