import { caseId } from '#lib/features/mycases/case-id.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => ({
  notice: await api.publicNotices.get({ id: caseId(params.id) }),
})
