import { caseActions } from '#lib/features/cases/case-actions.ts'
import { caseId } from '#lib/features/cases/case-id.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session }, params }) => {
  const id = caseId(params.id)
  const [view, rules, { now, today }] = await Promise.all([
    api.cases.get({ id }),
    api.cases.rules({ caseId: id, tenantId: null }),
    api.network.vocabulary(),
  ])
  return { view, rules, now, today, signer: session?.person.name ?? '', key: crypto.randomUUID() }
}

export const actions: Actions = caseActions
