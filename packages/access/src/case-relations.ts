import type { Actor } from './actor.ts'
import { isBelow, isOrganisation, isTenant, sharesNetwork } from './places.ts'
import type { Relation } from './relation-names.ts'
import type { FactsOf } from './subjects.ts'

/** What was not submitted is its writer's, also when it was given up; then the incubator, the organisation, whoever above has something to do to it, and everyone above. */
export const incubationCase = (actor: Actor, row: FactsOf['IncubationCase']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (row.submittedAt === null) {
    if (row.isByOrganisation) return isOrganisation(actor, row.organisationId) ? 'organisation' : 'none'
    return isTenant(actor, row.tenantId) ? 'own' : 'none'
  }
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isOrganisation(actor, row.organisationId)) return 'organisation'
  if (!isBelow(actor, row.scopeKey)) return 'none'
  return row.holderTenantIds.some(holder => isTenant(actor, holder)) ? 'desk' : 'superior'
}

/** The pool is for those who draw from it: the incubators of the network, and no organisation. */
export const expert = (actor: Actor, row: FactsOf['Expert']): Relation => {
  if (!sharesNetwork(actor, row) || actor.kind !== 'tenant') return 'none'
  return isTenant(actor, row.tenantId) ? 'own' : 'network'
}

/** The incubator of the case and those above it, and whoever was drawn, wherever they work. */
export const panel = (actor: Actor, row: FactsOf['Panel']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isBelow(actor, row.scopeKey)) return 'superior'
  return row.seatedPersonIds.includes(actor.personId) ? 'self' : 'none'
}

/** Whoever sits there first, whatever else they are. */
export const panelSeat = (actor: Actor, row: FactsOf['PanelSeat']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (row.personId === actor.personId) return 'self'
  if (isTenant(actor, row.tenantId)) return 'own'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
}

/** Whoever gave them; the incubator once all are given (blind scoring); nobody above it. */
export const panelMark = (actor: Actor, row: FactsOf['PanelMark']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (row.personId === actor.personId) return 'self'
  return row.isOpen && isTenant(actor, row.tenantId) ? 'own' : 'none'
}
