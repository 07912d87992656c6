import { filterFrom, incubatorFilterSchema } from '@fuqiao/contract'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterFrom(incubatorFilterSchema, Object.fromEntries(url.searchParams))
  const [incubators, vocabulary] = await Promise.all([
    api.dashboards.incubators({ ...boardInput(url), filter }),
    api.network.vocabulary(),
  ])
  return { incubators, filter, catalogue: vocabulary.functions }
}
