import { periodIn } from '#lib/features/dashboards/board-address.ts'
import type { PageServerLoad } from './$types'

/** Figures across the tiers for a member of the joint meeting. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => ({
  joint: await api.dashboards.joint({ period: periodIn(url.searchParams) }),
})
