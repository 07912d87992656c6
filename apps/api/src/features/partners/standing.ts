import { relationOf, type Standing, type TenantActor } from '@fuqiao/access'

/** How an actor stands to its network's partners: the centre at the top speaks for it. */
export function standingOf(actor: TenantActor): Standing {
  // Partners are the network's own, whenever it is asked.
  return { relation: relationOf(actor, 'Partner', { networkId: actor.networkId }, new Date(0)) }
}
