import { agreementFilterIn, sortOf } from '#lib/features/agreements/agreement-filter.ts'
import { tenantOptions } from '#lib/features/agreements/tenant-options.ts'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** A page of agreements. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const filter = agreementFilterIn(url.searchParams)
  const cursor = parseCursor(url.searchParams.get('after'))
  const ownId = session?.acting?.tenantId ?? null
  const [page, views, options] = await Promise.all([
    api.agreements.list({ filter, sort: sortOf(url.searchParams.get('sort')), ...(cursor ? { cursor } : {}) }),
    api.savedViews.list({ page: 'agreements' }),
    tenantOptions(api, ownId),
  ])
  const { otherTenantId } = filter
  const side = page.rows.flatMap(({ first, second }) => [first, second]).find(({ id }) => id === otherTenantId)
  const isOffered = options.some(({ value }) => value === otherTenantId)
  const roles = session?.acting?.roles ?? []
  return {
    rows: page.rows,
    next: cursorParam(page.next),
    filter,
    views: views.rows,
    ownId,
    // The one asked for is among the options, so that the field says its name.
    options: side && !isOffered ? [{ value: side.id, label: side.name }, ...options] : options,
    mayDraft: roles.includes('director'),
  }
}

export const actions: Actions = savedViewActions('agreements')
