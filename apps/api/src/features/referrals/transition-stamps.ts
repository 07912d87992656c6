import type { ClockAction, ReferralAction } from '@fuqiao/domain/referral'
import type { ReferralColumns, ReferralRow } from './referral-store.ts'
import type { Decided } from './transit.ts'

type Action = ReferralAction | ClockAction
type Stamp = (row: ReferralRow, now: Date, columns: ReferralColumns) => ReferralColumns

const unconfirmed: Stamp = () => ({ senderConfirmedAt: null, organisationConfirmedAt: null, closedAt: null })
const settled: Stamp = (_, now) => ({ settledAt: now })

const stamps: Partial<Record<Action, Stamp>> = {
  accept: (row, now, columns) => ({ acceptedAt: now, plannedEndOn: columns.plannedEndOn ?? row.grantUntil }),
  requestInformation: row => ({ informationRounds: row.informationRounds + 1 }),
  waitlist: (row, now) => ({ waitlistedAt: row.waitlistedAt ?? now }),
  dispatch: (_, now) => ({ dispatchedAt: now, acknowledgedAt: null, acknowledgedByName: null }),
  // An assignment reaches its target by the organisation's signature.
  signConsent: (row, now) => (row.kind === 'dispatch' ? { dispatchedAt: now } : {}),
  object: (_, now) => ({ objectedAt: now }),
  requestReturn: row => ({ stateBeforeReturn: row.state }),
  reopen: unconfirmed,
  rule: unconfirmed,
  reroute: settled,
  assign: settled,
  settle: settled,
  letRest: settled,
  cancelVoid: () => ({ voidProposedByPersonId: null, voidProposedByName: null }),
}

/** Instants and marks that follow from the action alone. */
export function stampsOf(action: Action, { row, setting }: Decided, columns: ReferralColumns = {}): ReferralColumns {
  return stamps[action]?.(row, setting.now, columns) ?? {}
}

/** The incubator whose turn it is; null when it is the organisation's, or nobody's. */
export function holderTenant(row: ReferralRow, holder: ReferralRow['holder']): string | null {
  if (holder === 'sender') return row.fromTenantId
  if (holder === 'target') return row.toTenantId
  return holder === 'desk' ? row.deskTenantId : null
}
