import { type ActionOf, relationOf, type Relation, type TenantActor } from '@fuqiao/access'
import { notFound } from '../../rpc/app-error.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import { findPlace, type Place } from './place-store.ts'

/** What an incubator keeps of its own house, and writes down of its work. */
export type HouseSubject = 'StaffMember' | 'Premises' | 'Upkeep' | 'Activity'

/** An incubator of the caller's line, and how the caller stands to what it keeps. @throws NOT_FOUND outside the line, NOT_ALLOWED */
export async function placeFor<S extends HouseSubject>(
  { tx, actor, ability, now }: ActingContext<TenantActor>,
  subject: S,
  action: ActionOf<S>,
  tenantId?: string,
): Promise<Place & { relation: Relation }> {
  const place = await findPlace(tx, actor, tenantId)
  const relation = relationOf<HouseSubject>(actor, subject, place, now)
  if (relation === 'none') throw notFound()
  authorise(ability, action, subject, { relation })
  return { ...place, relation }
}

/** Asks whether the caller may do this to a loaded row. @throws NOT_ALLOWED */
export function mayChange<S extends HouseSubject>(
  { actor, ability, now }: ActingContext<TenantActor>,
  subject: S,
  action: ActionOf<S>,
  row: { networkId: number; tenantId: string; scopeKey: bigint },
): void {
  const { networkId, tenantId, scopeKey } = row
  const relation = relationOf<HouseSubject>(actor, subject, { networkId, tenantId, scopeKey }, now)
  if (relation === 'none') throw notFound()
  authorise(ability, action, subject, { relation })
}
