import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const [unmet, vocabulary] = await Promise.all([api.dashboards.unmetNeeds(boardInput(url)), api.network.vocabulary()])
  const { functions, declineReasons } = vocabulary
  return { unmet, functions, declineReasons }
}
