import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, now } }) => ({
  calls: await api.calls.listPublic({}),
  now,
})
