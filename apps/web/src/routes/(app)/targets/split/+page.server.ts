import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { targetsIn } from '#lib/features/targets/address.ts'
import { splitActions } from '#lib/features/targets/target-actions.ts'
import type { Actions, PageServerLoad } from './$types'

const shape = /^[a-z][A-Za-z0-9]{0,60}$/

/** The total of one indicator and its shares, place by place. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const { tenantId, year } = targetsIn(url.searchParams)
  const indicatorId = url.searchParams.get('indicator') ?? ''
  if (year === undefined || !shape.test(indicatorId))
    error(404, { message: errorMessage('NOT_FOUND'), code: 'NOT_FOUND' })
  const split = await api.targets.split({ indicatorId, year, ...(tenantId ? { tenantId } : {}) })
  return { split, key: crypto.randomUUID() }
}

export const actions: Actions = splitActions
