import { batchActions } from '#lib/features/batches/batch-actions.ts'
import { batchId } from '#lib/features/batches/batch-id.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params, depends }) => {
  depends('fuqiao:referrals')
  const [batch, { needs }] = await Promise.all([api.batches.get({ id: batchId(params.id) }), readReferralWords(api)])
  return { batch, needs }
}

export const actions: Actions = batchActions
