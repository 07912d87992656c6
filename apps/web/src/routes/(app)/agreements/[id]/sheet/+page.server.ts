import { agreementId } from '#lib/features/agreements/agreement-id.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => ({
  agreement: await api.agreements.get({ id: agreementId(params.id) }),
})
