import type { Actor, Role } from '@fuqiao/access'
import type { Entered } from '@fuqiao/db'
import { AppError } from './app-error.ts'

/** Why a session acts as nobody. */
export function nobodyActs(entered: Entered): AppError {
  return new AppError(entered.mustChangePassword ? 'PASSWORD_IS_INITIAL' : 'TENANT_NOT_ACTIVE')
}

/**
 * Who the entered session acts as; null when its tenant is not active, or the password is one that was given (then the person acts nowhere, and may only
 * choose a password, switch or leave).
 */
export function actorFrom(entered: Entered): Actor | null {
  if (entered.mustChangePassword) return null
  const { sessionId, personId, personName, membershipId, networkId, networkName, profileId } = entered
  const person = { sessionId, personId, personName, membershipId, networkId, networkName, profileId }
  if (entered.organisationId !== null && entered.organisationName !== null) {
    return {
      kind: 'organisation',
      ...person,
      organisationId: entered.organisationId,
      organisationName: entered.organisationName,
      roles: ['organisation'],
    }
  }
  const { tenantId, tenantName, tenantShortName, tier, kind, depth, divisionCode, low, high } = entered
  if (
    entered.tenantStatus !== 'active' ||
    tenantId === null ||
    tenantName === null ||
    tenantShortName === null ||
    tier === null ||
    kind === null ||
    depth === null ||
    divisionCode === null ||
    low === null ||
    high === null
  ) {
    return null
  }
  return {
    kind: 'tenant',
    ...person,
    tenantId,
    tenantName,
    tenantShortName,
    tier,
    tenantKind: kind as Extract<Actor, { kind: 'tenant' }>['tenantKind'],
    depth,
    divisionCode,
    scopeLow: BigInt(low),
    scopeHigh: BigInt(high),
    isRoot: depth === 0,
    roles: entered.roles as Role[],
  }
}
