import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { targetId } from '#lib/features/targets/address.ts'
import type { PageServerLoad } from './$types'

/** The letter of a round that both sides signed; without a round, of the last. */
export const load: PageServerLoad = async ({ locals: { api }, params, url }) => {
  const target = await api.targets.get({ id: targetId(params.id) })
  const round = url.searchParams.get('round')
  const letter = target.letters.find(each => round === null || String(each.round) === round)
  if (!letter) error(404, { message: errorMessage('NOT_FOUND'), code: 'NOT_FOUND' })
  return { target, letter }
}
