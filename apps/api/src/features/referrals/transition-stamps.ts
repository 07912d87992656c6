import type { ClockAction, ReferralAction } from '@fuqiao/domain/referral'
import type { ReferralColumns, ReferralRow } from './referral-store.ts'
import type { Decided } from './transit.ts'

/** Instants and marks that follow from the action alone. */
export function stampsOf(
  action: ReferralAction | ClockAction,
  decided: Decided,
  columns: ReferralColumns = {},
): ReferralColumns {
  const { row, setting } = decided
  const { now } = setting
  switch (action) {
    case 'accept':
      return { acceptedAt: now, plannedEndOn: columns.plannedEndOn ?? row.grantUntil }
    case 'requestInformation':
      return { informationRounds: row.informationRounds + 1 }
    case 'waitlist':
      return { waitlistedAt: row.waitlistedAt ?? now }
    case 'dispatch':
      return { dispatchedAt: now, acknowledgedAt: null, acknowledgedByName: null }
    case 'signConsent':
      return row.kind === 'dispatch' ? { dispatchedAt: now } : {}
    case 'object':
      return { objectedAt: now }
    case 'requestReturn':
      return { stateBeforeReturn: row.state }
    case 'reopen':
    case 'rule':
      return { senderConfirmedAt: null, organisationConfirmedAt: null, closedAt: null }
    case 'reroute':
    case 'settle':
    case 'letRest':
      return { settledAt: now }
    case 'cancelVoid':
      return { voidProposedByPersonId: null, voidProposedByName: null }
    default:
      return {}
  }
}

/** The incubator whose turn it is; null when it is the organisation's, or nobody's. */
export function holderTenant(row: ReferralRow, holder: ReferralRow['holder']): string | null {
  if (holder === 'sender') return row.fromTenantId
  if (holder === 'target') return row.toTenantId
  return holder === 'desk' ? row.deskTenantId : null
}
