import { loadLetter } from '#lib/features/referrals/load-letter.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals: { api }, params, url }) => loadLetter(api, params.id, url)
