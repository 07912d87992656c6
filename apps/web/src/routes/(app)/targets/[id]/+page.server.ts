import { targetId } from '#lib/features/targets/address.ts'
import { targetActions } from '#lib/features/targets/target-actions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session }, params }) => ({
  target: await api.targets.get({ id: targetId(params.id) }),
  signer: session?.person.name ?? '',
  key: crypto.randomUUID(),
})

export const actions: Actions = targetActions
