import {
  type Ability,
  type Actor,
  type ActionOf,
  mightBeAllowed,
  type OrganisationFacts,
  type Relation,
  relationOf,
  type SectionGrantFacts,
  type SubjectName,
  type TenantActor,
} from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { readPlace, readGrants } from './organisation-store.ts'
import type { Sight } from './organisation-queries-store.ts'

/** What a tenant's session can see at most. */
export function sightOf(actor: TenantActor): Sight {
  return {
    networkId: actor.networkId,
    tenantId: actor.tenantId,
    low: actor.scopeLow.toString(),
    high: actor.scopeHigh.toString(),
  }
}

/** Refuses (403) who could do this to no row at all; where a row is at hand, `authorise` decides on it. */
export function refuseOutright<S extends SubjectName>(ability: Ability, action: ActionOf<S>, subjectName: S): void {
  if (!mightBeAllowed(ability, action, subjectName)) throw new AppError('NOT_ALLOWED')
}

/** An organisation found behind the wall, and how the actor stands to it and to what hangs on it. */
export type FoundOrganisation = {
  facts: OrganisationFacts & { grants: readonly SectionGrantFacts[] }
  relation: Relation
  /** How the actor stands to one section of the dossier. */
  toSection(section: string): Relation
  /** How the actor stands to the named people. */
  toPeople: Relation
  /** The custodian is a tenant below the acting one. */
  isBelow: boolean
}

/** Finds an organisation in sight. @throws NOT_FOUND when there is none, or none for this actor */
export async function findOrganisation(tx: Tx, actor: Actor, id: string, now: Date): Promise<FoundOrganisation> {
  const [place, grants] = await Promise.all([readPlace(tx, actor.networkId, id), readGrants(tx, actor, id)])
  if (!place) throw notFound()
  return standingToOrganisation(actor, { id, ...place }, grants, now)
}

/** How the actor stands to an organisation that the wall let through: its custodian's place, and the grants of the acting tenant on it. */
export function standingToOrganisation(
  actor: Actor,
  { id, tenantId, scopeKey }: { id: string; tenantId: string; scopeKey: bigint },
  grants: readonly SectionGrantFacts[],
  now: Date,
): FoundOrganisation {
  const place = { networkId: actor.networkId, tenantId, scopeKey, grants }
  const facts = { ...place, id }
  const hanging = { ...place, organisationId: id }
  return {
    facts,
    relation: relationOf(actor, 'Organisation', facts, now),
    toSection: section => relationOf(actor, 'DossierSection', { ...hanging, section }, now),
    toPeople: relationOf(actor, 'OrganisationPerson', hanging, now),
    isBelow: actor.kind === 'tenant' && scopeKey >= actor.scopeLow && scopeKey <= actor.scopeHigh,
  }
}
