import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({ seats: await locals.api.panels.mine({}) })
