import { detailActions } from '#lib/features/referrals/detail-actions.ts'
import { loadDetail } from '#lib/features/referrals/load-detail.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, depends }) => {
  depends('fuqiao:referrals')
  return { detail: await loadDetail(locals.api, params.id) }
}

export const actions: Actions = detailActions
