import { targetsIn } from '#lib/features/targets/address.ts'
import type { PageServerLoad } from './$types'

/** What the acting incubator, or one below it, is to reach in a year, and how it splits that. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => ({
  overview: await api.targets.overview(targetsIn(url.searchParams)),
})
