import { panelActions } from '#lib/features/panels/panel-actions.ts'
import { panelId } from '#lib/features/panels/panel-id.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params, depends }) => {
  depends('fuqiao:cases')
  const caseId = panelId(params.id)
  const [{ organisationName, number, tenantName }, of] = await Promise.all([
    api.cases.get({ id: caseId }),
    api.panels.ofCase({ caseId }),
  ])
  return { caseId, organisationName, number, tenantName, of, key: crypto.randomUUID() }
}

export const actions: Actions = panelActions(({ params }) => panelId(params['id']))
