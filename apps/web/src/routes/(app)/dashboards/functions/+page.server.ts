import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const input = boardInput(url)
  const [functions, vocabulary] = await Promise.all([api.dashboards.functions(input), api.network.vocabulary()])
  return { functions, catalogue: vocabulary.functions }
}
