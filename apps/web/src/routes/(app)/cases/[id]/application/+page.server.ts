import { redirect } from '@sveltejs/kit'
import { applicationActions } from '#lib/features/cases/application-form.ts'
import { caseId } from '#lib/features/cases/case-id.ts'
import type { Actions, PageServerLoad } from './$types'

/** The form of an application, while it may be written. */
export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const id = caseId(params.id)
  const [view, rules] = await Promise.all([api.cases.get({ id }), api.cases.rules({ caseId: id, tenantId: null })])
  if (!view.may.edit) redirect(303, `/cases/${id}`)
  return { view, rules, key: crypto.randomUUID() }
}

export const actions: Actions = applicationActions('/cases')
