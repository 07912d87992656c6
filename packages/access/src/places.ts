import type { Actor } from './actor.ts'

/** The row is of the actor's own network. */
export const sharesNetwork = (actor: Actor, row: { networkId: number }) => row.networkId === actor.networkId

/** The actor acts in this tenant. */
export const isTenant = (actor: Actor, tenantId: string | null) =>
  actor.kind === 'tenant' && tenantId === actor.tenantId

/** The actor is this organisation's own account. */
export const isOrganisation = (actor: Actor, organisationId: string | null) =>
  actor.kind === 'organisation' && organisationId === actor.organisationId

/** A place in the acting tenant's range: its own, or below it. */
export const isBelow = (actor: Actor, key: bigint) =>
  actor.kind === 'tenant' && key >= actor.scopeLow && key <= actor.scopeHigh
