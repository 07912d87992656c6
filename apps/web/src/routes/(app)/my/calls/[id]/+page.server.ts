import { requestKeySchema } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { caseId } from '#lib/features/mycases/case-id.ts'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, now }, params }) => {
  const call = await api.calls.get({ id: caseId(params.id) })
  const { eligibility, application, steps, actors, approval } = await api.cases.rules({
    ...{ caseId: null, tenantId: call.tenantId },
  })
  return {
    ...{ call, rules: { eligibility, application, steps, actors, approval } },
    ...{ key: crypto.randomUUID(), now },
  }
}

export const actions: Actions = {
  apply: event =>
    act(event, z.object({ key: requestKeySchema }), async ({ key }) => {
      const callId = caseId(event.params.id)
      const { id } = await event.locals.api.cases.begin({ key, organisationId: null, callId })
      redirect(303, `/my/cases/${id}/application`)
    }),
}
