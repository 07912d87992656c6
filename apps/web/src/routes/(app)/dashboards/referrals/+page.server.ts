import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

/** Referrals that touch the scope, as counts. */
export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const input = boardInput(url)
  const [organisations, referrals] = await Promise.all([
    api.dashboards.organisations(input),
    api.dashboards.referrals(input),
  ])
  return { organisations, referrals }
}
