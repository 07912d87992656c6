import { factListInput } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { indicatorsIn } from '#lib/features/indicators/address.ts'
import type { PageServerLoad } from './$types'

const mark = '~'

/** The facts behind an indicator, a page at a time. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const at = indicatorsIn(url.searchParams)
  const [day, id] = (url.searchParams.get('after') ?? '').split(mark)
  const before = factListInput.shape.before.safeParse({ day, id }).data
  const asked = factListInput.safeParse({
    ...at,
    indicator: url.searchParams.get('indicator'),
    alone: url.searchParams.get('alone') === '1',
    ...(before ? { before } : {}),
  })
  if (!at || !asked.success) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  const { next, ...facts } = await api.indicators.facts(asked.data)
  return { facts, at, next: next ? `${next.day}${mark}${next.id}` : null }
}
