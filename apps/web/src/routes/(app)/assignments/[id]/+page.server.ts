import { assignmentActions } from '#lib/features/assignments/assignment-actions.ts'
import { rowId } from '#lib/features/assignments/row-id.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => ({
  assignment: await api.assignments.get({ id: rowId(params.id) }),
  key: crypto.randomUUID(),
})

export const actions: Actions = assignmentActions
