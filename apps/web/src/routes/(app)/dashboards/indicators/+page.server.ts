import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { indicatorsIn } from '#lib/features/indicators/address.ts'
import type { PageServerLoad } from './$types'

/** Indicators and targets of the acting incubator, or of one below it, and the one that is looked at place by place. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const at = indicatorsIn(url.searchParams)
  if (!at) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  const board = await api.indicators.board(at)
  const { indicators } = board
  const chosen = indicators.find(({ id }) => id === url.searchParams.get('indicator')) ?? indicators[0]
  return { board, at, chosenId: chosen?.id ?? '' }
}
