import type { Actor } from './actor.ts'
import { isBelow, isTenant, sharesNetwork } from './places.ts'
import type { Relation } from './relation-names.ts'
import type { FactsOf } from './subjects.ts'

const isCentre = (actor: Actor) => actor.kind === 'tenant' && actor.isRoot
const sits = (actor: Actor, personIds: readonly string[]) =>
  actor.kind === 'tenant' && personIds.includes(actor.personId)

/** The centre that gives the seats, and whoever sits there. */
export const jointSeat = (actor: Actor, row: FactsOf['JointSeat']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isCentre(actor)) return 'own'
  return sits(actor, row.seatedPersonIds) ? 'self' : 'none'
}

/** The centre, whoever sits there, and whoever is responsible for a resolution. */
export const jointMeeting = (actor: Actor, row: FactsOf['JointMeeting']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isCentre(actor)) return 'own'
  if (sits(actor, row.seatedPersonIds)) return 'self'
  return row.responsibleTenantIds.some(id => isTenant(actor, id)) ? 'target' : 'none'
}

/** Whoever raised it and the centre; whoever sits there once it was taken onto a meeting. */
export const agendaItem = (actor: Actor, row: FactsOf['JointAgendaItem']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isCentre(actor)) return 'superior'
  return row.isTaken && sits(actor, row.seatedPersonIds) ? 'self' : 'none'
}

/** Both sides, the centre being both where it resolved something for itself, and those above whoever is responsible. */
export const assignment = (actor: Actor, row: FactsOf['Assignment']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return isTenant(actor, row.issuerTenantId) ? 'own' : 'target'
  if (isTenant(actor, row.issuerTenantId)) return 'sender'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
}

/** Its own; the incubator directly above, whose part it is to accept; and those above that. */
export const report = (actor: Actor, row: FactsOf['Report']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isTenant(actor, row.parentId)) return 'desk'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
}

/** Both sides, an incubator being both of its own total, and those above whoever is to reach it. */
export const targetShare = (actor: Actor, row: FactsOf['TargetShare']): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return isTenant(actor, row.fromTenantId) ? 'own' : 'target'
  if (isTenant(actor, row.fromTenantId)) return 'sender'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
}
