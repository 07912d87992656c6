import { type Actor, type Relation, relationOf, type TenantActor } from '@fuqiao/access'
import type { Indicator, Profile } from '@fuqiao/domain/profile'
import type { TargetFacts, TargetRefusal, TargetSide, TargetViewer } from '@fuqiao/domain/target'
import { AppError, notFound } from '../../rpc/app-error.ts'
import type { JoinedShare, ShareRow } from './target-store.ts'

/** How the actor stands to the share, as the permissions and the wall say. */
export const standingToShare = (actor: Actor, row: ShareRow, now: Date): Relation =>
  relationOf(actor, 'TargetShare', row, now)

/** Which sides of a share a tenant is: of its own total the one that sets it. */
export function sidesOf({ fromTenantId, tenantId: takerId }: ShareRow, tenantId: string): TargetSide[] {
  if (fromTenantId === tenantId) return ['giver']
  return takerId === tenantId ? ['taker'] : []
}

/** Who looks at it, as the machine asks. */
export const viewerOf = (row: ShareRow, { tenantId, roles }: TenantActor): TargetViewer => ({
  sides: sidesOf(row, tenantId),
  roles,
})

/** What the machine is asked about. */
export const factsOf = ({
  state,
  version,
  round,
  value,
  signedValue,
  fromSignedAt,
  signedAt,
}: ShareRow): TargetFacts => ({
  ...{ state, version, round, value, signedValue },
  hasSigned: { giver: fromSignedAt !== null, taker: signedAt !== null },
})

/** The error as which a refusal of the machine leaves the server. */
export function targetErrorOf({ code, params }: TargetRefusal): AppError {
  switch (code) {
    case 'TARGET_NOT_YOURS':
      return new AppError('NOT_ALLOWED')
    case 'TARGET_VERSION_CONFLICT':
      return new AppError('VERSION_CONFLICT', { ...params, of: 'target' })
    case 'TARGET_REASON_MISSING':
      return new AppError(code, params, { reason: code })
    case 'TARGET_SAME_VALUE':
      return new AppError(code, params, { value: code })
    default:
      return new AppError(code, params)
  }
}

/** An indicator of the rules in force that can be split. @throws NOT_FOUND, TARGET_NOT_SPLIT for a share of something */
export function indicatorFor({ indicators }: Profile, id: string): Indicator {
  const indicator = indicators.find(entry => entry.id === id)
  if (!indicator) throw notFound()
  if (indicator.reckoned.as === 'share') throw new AppError('TARGET_NOT_SPLIT')
  return indicator
}

/** What a place splits: what its superior and it have signed, or else what it set for itself. */
export function totalOf(shares: readonly JoinedShare[], tenantId: string, indicatorId: string) {
  const ours = shares.filter(({ row }) => row.tenantId === tenantId && row.indicatorId === indicatorId)
  const given = ours.find(({ row, parentId }) => row.fromTenantId === parentId && row.signedValue !== null)
  const own = ours.find(({ row }) => row.fromTenantId === tenantId)
  const found = given ?? own
  if (!found) return null
  const { signedValue, id, version } = found.row
  return { value: signedValue ?? 0, source: found === given ? 'signed' : 'own', shareId: id, version } as const
}
