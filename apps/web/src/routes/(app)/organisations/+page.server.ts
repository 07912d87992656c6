import { cursorFrom, filtersIn, sortOf } from '#lib/features/organisations/list-address.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { guard } from '#lib/server/guard.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { ApiCaller, ApiInputs, SessionView } from '#lib/api.ts'
import type { Actions, PageServerLoad } from './$types'

type ListInput = NonNullable<ApiInputs['organisations']['list']>

/** A street sees its own unit first, the others their unit and all below. */
function usualWithin(tier: string | null | undefined): 'own' | 'below' {
  return tier === 'street' || tier === 'community' ? 'own' : 'below'
}

async function searched(api: ApiCaller, text: string) {
  if ([...text].length < 2) return { rows: [], tooShort: true }
  const { rows } = await api.organisations.search({ text, most: 50 })
  return { rows, tooShort: false }
}

async function listed(api: ApiCaller, filters: Partial<ListInput>, place: Pick<ListInput, 'sort' | 'cursor'>) {
  const [page, total] = await Promise.all([
    api.organisations.list({ ...filters, ...place }),
    api.organisations.count(filters),
  ])
  return { ...page, total }
}

/** How many organisations may be referred together, and which incubator they must be with; null for whoever refers none. */
async function readMarking(api: ApiCaller, { menu, acting }: SessionView) {
  if (!acting?.tenantId || !menu.includes('referralsCompose')) return null
  const { batchMost } = await readReferralWords(api)
  return { most: batchMost, tenantId: acting.tenantId }
}

export const load: PageServerLoad = async event => {
  const session = guard(event)
  const { api } = event.locals
  const params = event.url.searchParams
  const within = params.get('within') ?? usualWithin(session.acting?.tier)
  const query = params.get('q')?.trim() ?? ''
  // Filters that the API does not know are answered by its own refusal.
  const filters = { ...filtersIn(params), within } as Partial<ListInput>
  const cursor = cursorFrom(params.get('after'))
  const [found, divisions, views, marking] = await Promise.all([
    query === ''
      ? listed(api, filters, { sort: sortOf(params.get('sort')), ...(cursor ? { cursor } : {}) })
      : searched(api, query),
    api.organisations.divisions({}),
    api.savedViews.list({ page: 'organisations' }),
    readMarking(api, session),
  ])
  return {
    query,
    within,
    tier: session.acting?.tier ?? null,
    list: 'total' in found ? found : null,
    search: 'tooShort' in found ? found : null,
    divisions: divisions.groups,
    views: views.rows,
    marking,
    mayRegister: session.menu.includes('organisationsImport'),
  }
}

export const actions: Actions = savedViewActions('organisations')
