import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, depends }) => {
  depends('fuqiao:referrals')
  return await api.referrals.shared()
}
