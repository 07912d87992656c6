import { filterFrom, INCUBATOR_ORDERS, incubatorFilterSchema } from '@fuqiao/contract'
import { orderOf } from '#lib/features/dashboards/counted-address.ts'
import { boardInput } from '#lib/features/dashboards/load-board.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const filter = filterFrom(incubatorFilterSchema, Object.fromEntries(url.searchParams))
  const order = orderOf(url.searchParams, INCUBATOR_ORDERS)
  const [incubators, vocabulary, views] = await Promise.all([
    api.dashboards.incubators({ ...boardInput(url), ...order, filter }),
    api.network.vocabulary(),
    api.savedViews.list({ page: 'countedIncubators' }),
  ])
  const { tiers, buildingModes, functions } = vocabulary
  return {
    ...{ incubators, filter, catalogue: functions, views: views.rows },
    choices: {
      tiers: tiers.map(({ id }) => id),
      kinds: [...new Set(tiers.flatMap(({ tenantKinds }) => tenantKinds.map(({ kind }) => kind)))],
      buildingModes: buildingModes.map(({ id }) => id),
    },
  }
}

export const actions: Actions = savedViewActions('countedIncubators')
