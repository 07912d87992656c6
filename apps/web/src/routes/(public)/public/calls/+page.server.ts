import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => ({
  calls: await api.calls.listPublic({}),
  now: new Date().toISOString(),
})
