import { timelineOf } from '#lib/features/organisations/my-timeline.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  event.depends('fuqiao:referrals')
  const { api } = event.locals
  const [mine, referrals, shared, pending, vocabulary] = await Promise.all([
    api.organisations.my({}),
    api.referrals.ofOrganisation({}),
    api.referrals.shared(),
    api.consents.pending(),
    api.network.vocabulary(),
  ])
  return {
    mine,
    timeline: timelineOf(mine, referrals.rows),
    grants: shared.grants,
    pending,
    functions: vocabulary.functions.map(({ id, name }) => ({ id, name })),
  }
}
