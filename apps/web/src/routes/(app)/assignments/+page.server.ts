import { assignmentFilterIn, sortOf } from '#lib/features/assignments/assignment-filter.ts'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** A page of assignments. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const filter = assignmentFilterIn(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const [page, views] = await Promise.all([
    api.assignments.list({ filter, sort: sortOf(url.searchParams.get('sort')), ...(cursor ? { cursor } : {}) }),
    api.savedViews.list({ page: 'assignments' }),
  ])
  const roles = session?.acting?.roles ?? []
  return {
    ...{ filter, rows: page.rows, next: cursorParam(page.next), views: views.rows },
    mayIssue: roles.includes('director'),
  }
}

export const actions: Actions = savedViewActions('assignments')
