import type { Actor } from './actor.ts'
import type { GuidanceFacts } from './guidance-subjects.ts'
import { isBelow, isTenant, sharesNetwork } from './places.ts'
import type { Relation } from './relation-names.ts'

const isRoot = (actor: Actor) => actor.kind === 'tenant' && actor.isRoot

/** The centre's while it is written, the whole network's once it is published. */
export function standard(actor: Actor, row: GuidanceFacts['Standard']): Relation {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  return row.state === 'published' ? 'network' : 'none'
}

/** Every incubator's to read; no organisation's. */
export function serviceItem(actor: Actor, row: GuidanceFacts['ServiceItem']): Relation {
  if (!sharesNetwork(actor, row) || actor.kind !== 'tenant') return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'network'
}

/** Its own, and those above it. */
export function acknowledgement(actor: Actor, row: GuidanceFacts['Acknowledgement']): Relation {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
}

/** States in which a version stands, or stood, before everybody. */
const shown: ReadonlySet<string> = new Set(['published', 'superseded', 'withdrawn'])

/** Its writer's always; the centre's desk from its submission on; everybody's once it was published. */
export function publication(actor: Actor, row: GuidanceFacts['Publication']): Relation {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isRoot(actor) && row.state !== 'draft') return 'desk'
  return shown.has(row.state) ? 'network' : 'none'
}
