import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

/** One board for every tier: organisations, coverage, referrals, and, of the own incubator, its desk. */
export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const input = boardInput(url)
  const [organisations, coverage, referrals] = await Promise.all([
    api.dashboards.organisations(input),
    api.dashboards.coverage(input),
    api.dashboards.referrals(input),
  ])
  return { organisations, coverage, referrals, desk: organisations.scope.isOwn ? await api.dashboards.ownDesk() : null }
}
