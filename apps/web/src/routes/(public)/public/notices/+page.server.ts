import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => ({ notices: await api.publicNotices.list({}) })
