import { caseActions } from '#lib/features/cases/case-actions.ts'
import { caseId } from '#lib/features/cases/case-id.ts'
import { panelActions } from '#lib/features/panels/panel-actions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session }, params }) => {
  const id = caseId(params.id)
  const [view, rules, { now, today }] = await Promise.all([
    api.cases.get({ id }),
    api.cases.rules({ caseId: id, tenantId: null }),
    api.network.vocabulary(),
  ])
  // A panel stands beside a case from the step that calls it.
  const hasPanel = view.tasks.some(({ kind }) => kind === 'panel')
  const [panel, way] = await Promise.all([
    hasPanel ? api.panels.ofCase({ caseId: id }) : null,
    view.may.sign ? api.cases.signingWay({ id }) : null,
  ])
  return { view, rules, now, today, panel, way, signer: session?.person.name ?? '', key: crypto.randomUUID() }
}

export const actions: Actions = { ...caseActions, ...panelActions(({ params }) => caseId(params['id'])) }
