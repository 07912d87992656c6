import { functionsOf } from '@fuqiao/domain/profile'
import type { CapabilityRow, TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import type { DemoTree } from './demo-tenants.ts'
import type { DemoWorld } from './demo-world.ts'

/** The way a referral of the demo network is to go. */
export type Way = 'up' | 'down' | 'lateral' | 'sector'

/** Where referrals can go from a tenant, and what can be asked there. */
export type Routes = {
  /** A tenant in that direction that takes referrals and was not visited; null when there is none. */
  target(
    way: Way,
    from: TenantRow,
    seeker: { field: OrganisationRow['field']; visited: readonly string[] },
  ): TenantRow | null
  /** A function that the target declares, or that its tier has. */
  needAt(to: TenantRow): string
}

/** Makes the routes from the tree and what its tenants declared. */
export function routesOf(
  world: DemoWorld,
  { tenants, root }: DemoTree,
  capabilities: ReadonlyMap<string, CapabilityRow>,
): Routes {
  const { random, profile } = world
  const takers = tenants.filter(
    ({ id, status }) => status === 'active' && capabilities.get(id)?.takesReferrals === true,
  )
  const centres = takers.filter(({ kind }) => kind === 'administrative')
  const beside = takers.filter(({ kind }) => kind !== 'administrative')
  const childrenOf = Map.groupBy(centres, ({ parentId }) => parentId)
  const byId = new Map(takers.map(row => [row.id, row]))

  const candidates = (way: Way, from: TenantRow, field: string): readonly TenantRow[] => {
    if (way === 'up') return from.depth === 2 && random.chance(0.7) ? [byId.get(from.parentId ?? '') ?? root] : [root]
    if (way === 'down') return childrenOf.get(from.id) ?? []
    if (way === 'sector') {
      const specialists = beside.filter(({ id }) => capabilities.get(id)?.fields.includes(field))
      return specialists.length > 0 && random.chance(0.85) ? specialists : beside
    }
    const siblings = childrenOf.get(from.parentId) ?? []
    return from.depth === 1 || random.chance(0.85) ? siblings : centres.filter(({ depth }) => depth === from.depth)
  }

  return {
    target(way, from, { field, visited }) {
      const open = candidates(way, from, field).filter(({ id }) => id !== from.id && !visited.includes(id))
      return open.length > 0 ? random.pick(open) : null
    },
    needAt({ id, tier, kind }) {
      const declared = capabilities.get(id)?.functions ?? []
      return random.pick(declared.length > 0 ? declared : functionsOf(profile, tier, kind).map(entry => entry.id))
    },
  }
}
