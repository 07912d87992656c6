import { CASE_STATES } from '@fuqiao/domain/incubation'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { caseFilterIn, sortIn } from '#lib/features/cases/list-address.ts'
import type { PageServerLoad } from './$types'

/** Cases of the incubator and those below: what is due first, or the latest changed. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const filter = caseFilterIn(url.searchParams, CASE_STATES)
  const sort = sortIn(url.searchParams.get('sort'), filter)
  const cursor = parseCursor(url.searchParams.get('after'))
  const [page, { now }, rules] = await Promise.all([
    api.cases.list({ filter, sort, ...(cursor ? { cursor } : {}) }),
    api.network.vocabulary(),
    api.cases.rules({ caseId: null, tenantId: null }),
  ])
  const roles = session?.acting?.roles ?? []
  return {
    ...{ filter, sort, now, actors: rules.actors, rows: page.rows, next: cursorParam(page.next) },
    mayBegin: roles.includes('director') || roles.includes('caseWorker'),
  }
}
