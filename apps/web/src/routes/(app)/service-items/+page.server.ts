import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals: { api } }) => api.serviceItems.list({})
