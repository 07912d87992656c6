import { divisionFilterSchema, filterFrom } from '@fuqiao/contract'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

/** The divisions that a figure of coverage counts. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterFrom(divisionFilterSchema, Object.fromEntries(url.searchParams))
  return { divisions: await api.dashboards.divisions({ ...boardInput(url), filter }), filter }
}
