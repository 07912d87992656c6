import { agreementActions } from '#lib/features/agreements/agreement-actions.ts'
import { agreementId } from '#lib/features/agreements/agreement-id.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session }, params }) => ({
  agreement: await api.agreements.get({ id: agreementId(params.id) }),
  signer: session?.person.name ?? '',
  key: crypto.randomUUID(),
})

export const actions: Actions = agreementActions
