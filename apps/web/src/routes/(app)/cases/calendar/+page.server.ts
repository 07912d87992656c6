import { lastOf, monthIn } from '#lib/features/cases/month.ts'
import type { PageServerLoad } from './$types'

/** What is due in a month of our cases and those below. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const { today } = await api.network.vocabulary()
  const month = monthIn(url.searchParams.get('month'), today)
  const [due, rules] = await Promise.all([
    api.cases.due({ from: `${month}-01`, to: lastOf(month) }),
    api.cases.rules({ caseId: null, tenantId: null }),
  ])
  return { ...due, month, today, actors: rules.actors }
}
