import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const number = Number(params.number)
  if (!Number.isInteger(number) || number < 0 || number > 1_000_000) error(404)
  const { head, lines, differences, comparedWith } = await locals.api.rules.read({ number })
  return { head, lines, differences, comparedWith }
}
