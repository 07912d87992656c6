import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const input = boardInput(url)
  return { coverage: await api.dashboards.coverage(input) }
}
