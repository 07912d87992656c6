import type { Role, TenantKind, Tier } from '@fuqiao/domain/profile'

export type { Role }

type SignedIn = {
  readonly sessionId: string
  readonly personId: string
  readonly personName: string
  readonly membershipId: string
  readonly networkId: number
  readonly networkName: string
  readonly profileId: string
}

/** A person at work in one tenant. `scopeLow` and `scopeHigh` are the first and last key of the tenant and all below it; they never leave the server. */
export type TenantActor = SignedIn & {
  readonly kind: 'tenant'
  readonly tenantId: string
  readonly tenantName: string
  readonly tenantShortName: string
  readonly tier: Tier
  readonly tenantKind: TenantKind
  /** Steps below the network's root. */
  readonly depth: number
  readonly divisionCode: string
  readonly scopeLow: bigint
  readonly scopeHigh: bigint
  /** The tenant is the centre at the top of its network. */
  readonly isRoot: boolean
  readonly roles: readonly Role[]
}

/** A person who answers for an organisation: its own account. */
export type OrganisationActor = SignedIn & {
  readonly kind: 'organisation'
  readonly organisationId: string
  readonly organisationName: string
  readonly roles: readonly ['organisation']
}

/** Whom a request acts as. */
export type Actor = TenantActor | OrganisationActor
