import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { caseId } from '#lib/features/cases/case-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const changed = z.object({ key: z.uuid(), version: z.coerce.number().int().min(1) })

export const load: PageServerLoad = async ({ locals: { api, session }, params }) => {
  const call = await api.calls.get({ id: caseId(params.id) })
  const { tenantId, roles = [] } = session?.acting ?? {}
  return {
    ...{ call, key: crypto.randomUUID() },
    mayApply:
      call.standing === 'open' &&
      call.tenantId === tenantId &&
      roles.some(role => role === 'director' || role === 'caseWorker'),
  }
}

export const actions: Actions = {
  withdraw: event =>
    act(event, changed, async input => {
      await event.locals.api.calls.withdraw({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.cases_calls_done_withdraw())
      redirect(303, event.url.pathname)
    }),
}
