import { relationOf, type TenantActor } from '@fuqiao/access'
import type { BoardInput, BoardScope } from '@fuqiao/contract'
import { MAX_DEPTH, type Profile, spanOf } from '@fuqiao/domain'
import type { Deps } from '../../deps.ts'
import { notFound } from '../../rpc/app-error.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { stretchOf, type Stretch } from './period.ts'
import { type BoardTenant, childrenOf, findBoardTenant, trailTo } from './scope-store.ts'

/** A person of a tenant before a board. */
export type BoardContext = ActingContext<TenantActor> & { deps: Pick<Deps, 'profiles'> }

/** What every board counts in: a tenant and all below it, over a stretch of time. */
export type Scope = {
  networkId: number
  tenant: BoardTenant
  /** The tenant itself first, then those directly below. */
  lines: readonly BoardTenant[]
  /** Keys that a child's subtree spans: what divides the range into its children. */
  span: string
  isOwn: boolean
  stretch: Stretch
  profile: Profile
  view: BoardScope
}

/**
 * The scope a board was asked for: by default the acting tenant. One set of procedures serves every tier; only the relation decides.
 * @throws NOT_FOUND for a tenant that is neither the viewer's own nor below it, NOT_ALLOWED for a role that reads no boards
 */
export async function scopeOf(ctx: BoardContext, input: BoardInput): Promise<Scope> {
  const { tx, actor, now } = ctx
  const { networkId } = actor
  const id = input.tenantId ?? actor.tenantId
  const [tenant, lines] = await Promise.all([findBoardTenant(tx, networkId, id), childrenOf(tx, networkId, id)])
  const relation = relationOf(actor, 'Dashboard', { networkId, scopeKey: BigInt(tenant.low) }, now)
  if (relation === 'none') throw notFound()
  authorise(ctx.ability, 'read', 'Dashboard', { relation })
  const trail = await trailTo(tx, networkId, tenant, actor.scopeLow.toString())
  const profile = profileOf(ctx.deps, actor)
  const stretch = stretchOf(input.period, now)
  const isOwn = relation === 'own'
  const { name, shortName, tier, kind, divisionCode } = tenant
  const view: BoardScope = {
    tenant: { id, name, shortName, tier, kind, divisionCode },
    isOwn,
    trail: [...trail],
    childTier: childTierOf(profile, tenant),
    period: stretch.view,
    asOf: now.toISOString(),
  }
  return {
    networkId,
    tenant,
    lines,
    span: spanOf(Math.min(tenant.depth + 1, MAX_DEPTH)).toString(),
    isOwn,
    stretch,
    profile,
    view,
  }
}

function childTierOf(profile: Profile, tenant: BoardTenant): BoardScope['childTier'] {
  if (tenant.kind !== 'administrative') return null
  const index = profile.tiers.findIndex(({ id }) => id === tenant.tier)
  return profile.tiers[index + 1]?.id ?? null
}

/** The tier at the bottom of the network. */
export function lowestTierOf(profile: Profile): string {
  return profile.tiers.at(-1)?.id ?? ''
}
