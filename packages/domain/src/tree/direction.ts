import type { TenantKind, Tier } from '../profile/vocabulary.ts'
import type { ScopeKey } from './scope-key.ts'

/** An incubator as a node of its network's tree. */
export type TreeNode = {
  readonly tenantId: string
  /** The network's number, which its keys begin with. */
  readonly networkId: number
  readonly scopeKey: ScopeKey
  /** Steps below the network's root. */
  readonly depth: number
  readonly tier: Tier
  readonly kind: TenantKind
}

/** The ways a referral can run: 上转, 下转, 平转, 行业, 跨网. */
export const DIRECTIONS = ['up', 'down', 'lateral', 'sector', 'network'] as const
export type Direction = (typeof DIRECTIONS)[number]

/**
 * The way from one incubator to another, computed from the tree and never typed in (B-11).
 * To an incubator that is no administrative centre it is `sector` (B-12); between administrative centres the depth decides.
 */
export function directionOf(from: TreeNode, to: TreeNode): Direction {
  if (from.networkId !== to.networkId) return 'network'
  if (to.kind !== 'administrative') return 'sector'
  if (to.depth === from.depth) return 'lateral'
  return to.depth < from.depth ? 'up' : 'down'
}
