import { loadTenant } from '#lib/features/tenants/load-tenant.ts'
import type { PageServerLoad } from './$types'

/** An incubator's page: what the network may know of it, and of its organisations how many the viewer may see. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { api, session } = locals
  const [tenant, children, vocabulary] = await Promise.all([
    loadTenant(locals, params.id),
    api.tenants.tree({ parentId: params.id }),
    api.network.vocabulary(),
  ])
  const acting = session?.acting?.tenantId
  const isInLine = tenant.isOwn || tenant.superiors.some(({ id }) => id === acting)
  const reads = (entry: 'capability' | 'organisations' | 'upkeep' | 'dashboard') =>
    isInLine && session?.menu.includes(entry) === true
  const { operators } = reads('capability') ? await api.operators.list({ tenantId: tenant.id }) : { operators: null }
  const organisations = reads('organisations')
    ? await api.organisations.count({ within: 'below', underTenantId: tenant.id })
    : null
  return {
    tenant,
    children,
    organisations,
    // Null where the viewer does not stand in line.
    operator: operators && { now: operators.find(({ state }) => state !== 'ended') ?? null },
    hasUpkeep: reads('upkeep'),
    hasBoard: reads('dashboard'),
    catalogue: vocabulary.functions,
  }
}
