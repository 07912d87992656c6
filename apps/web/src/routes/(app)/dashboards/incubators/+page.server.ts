import { incubatorFilterSchema, type IncubatorFilter } from '@fuqiao/contract'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import type { PageServerLoad } from './$types'

const flags = ['declared', 'quiet', 'empty'] as const
const words = ['tier', 'kind', 'buildingMode', 'status', 'functionId', 'field'] as const

/** The filter in an address; what does not fit is left out, so that every address shows a list. */
function filterIn(params: URLSearchParams): IncubatorFilter {
  const given = [
    ...words.map(name => [name, params.get(name) || undefined] as const),
    ...flags.map(name => [name, params.get(name) === null ? undefined : params.get(name) === 'true'] as const),
  ]
  const valid = given.filter(
    ([name, value]) => value !== undefined && incubatorFilterSchema.shape[name].safeParse(value).success,
  )
  return incubatorFilterSchema.parse(Object.fromEntries(valid))
}

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterIn(url.searchParams)
  const [incubators, vocabulary] = await Promise.all([
    api.dashboards.incubators({ ...boardInput(url), filter }),
    api.network.vocabulary(),
  ])
  return { incubators, filter, catalogue: vocabulary.functions }
}
