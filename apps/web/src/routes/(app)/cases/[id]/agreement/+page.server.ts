import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { caseId } from '#lib/features/cases/case-id.ts'
import type { PageServerLoad } from './$types'

/** The agreement on a sheet to print and sign; a case that has none yet has no such page. */
export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const view = await api.cases.get({ id: caseId(params.id) })
  if (!view.agreement) error(404, { message: errorMessage('NOT_FOUND'), code: 'NOT_FOUND' })
  return { view, agreement: view.agreement }
}
