import type { TenantActor } from '@fuqiao/access'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { hasFunction, type OrganisationField } from '@fuqiao/domain/profile'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { profileOf } from '../network/index.ts'
import { readNodes } from './effects-store.ts'
import { readReferral } from './referral-store.ts'
import { rankFor } from './suggest-targets.ts'
import type { ActingIn } from './transit.ts'
import { readWorld } from './world-store.ts'

/** How many of the ranked incubators count as suggested: choosing another takes a reason. */
const suggested = 5

/** Those of the ranked incubators that count as suggested. */
export function suggestedAmong(ranked: readonly { tenantId: string }[]): string[] {
  return ranked.slice(0, suggested).map(({ tenantId }) => tenantId)
}

/** The draft, its need and the target that is chosen for it. `field`: as the form has it, where the sender describes the case. */
export type Choice = {
  id: string
  need: string | null
  targetTenantId: string | null
  field?: OrganisationField | null
}

/** What stood to choose from when the target was chosen. @throws AppError NOT_FOUND for a target outside the network, REFERRAL_NEED_UNKNOWN */
export async function suggestionFor(
  acting: ActingIn & { actor: TenantActor },
  { id, need, targetTenantId, field }: Choice,
) {
  const { tx, actor, deps, now } = acting
  if (need !== null && !hasFunction(profileOf(deps, actor), need, civilDateOf(now)))
    throw new AppError('REFERRAL_NEED_UNKNOWN')
  if (targetTenantId === null) return null
  const key = { networkId: actor.networkId, id }
  const [row, world, [target]] = await Promise.all([
    readReferral(tx, key),
    readWorld(tx, id),
    readNodes(tx, actor.networkId, [targetTenantId]),
  ])
  if (!row || !world || !target) throw notFound()
  if (need === null || field === null || row.fromTenantId !== actor.tenantId) return null
  const described = field === undefined ? row : { ...row, previewField: field }
  const { ranked } = await rankFor(acting, described, { need, world })
  const tenantIds = suggestedAmong(ranked)
  return { need, tenantIds, taken: tenantIds.includes(targetTenantId) }
}
