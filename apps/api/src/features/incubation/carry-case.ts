import type { Actor } from '@fuqiao/access'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { v7 } from 'uuid'
import { writeAudit, writeClockAudit } from '../audit/index.ts'
import { rulesAt, type RulesReader } from '../network/index.ts'
import { readCarried, takeAlong } from './carry-store.ts'
import { readCase } from './case-store.ts'
import { insertCaseOutbox } from './record-store.ts'

/** Where each actor of a network's rules sits. */
export const placesByActor = ({ actors }: IncubationRules): Record<string, string> =>
  Object.fromEntries(actors.map(({ id, place }) => [id, place]))

/** By which referral, and whose hand moved custody: a person's, or an agreement's in its accepting side's stead. */
export type CustodyMove = {
  networkId: number
  profileId: string
  referralId: string
  by: Actor | { kind: 'agreement'; tenantId: string }
  now: Date
}

/**
 * A hand-over carries the running case: its clock, the services that were used, the agreement and the assessments go along with the organisation, in the
 * transaction that moved its custody, unless the heir has a case with it already. Terms stay as they run; who holds what is to come follows from the new place.
 */
export async function carryCase(reader: RulesReader, move: CustodyMove): Promise<void> {
  const { tx } = reader
  const { networkId, profileId, referralId, by, now } = move
  const carried = await readCarried(tx, referralId)
  if (!carried) return
  const { incubation } = await rulesAt(reader, { networkId, profileId, version: carried.rulesVersion })
  const places = placesByActor(incubation)
  const hand = by.kind === 'agreement' ? '' : by.personName
  if (!(await takeAlong(tx, { referralId, eventId: v7(), places, hand }))) return
  const found = await readCase(tx, { networkId, id: carried.id })
  if (!found) throw new Error(`the case ${carried.id} was carried out of sight`)
  const { id, number, tenantId, formerTenantId, organisationId, state, version: seq } = found.row
  const line = {
    ...{ action: 'incubationCase.handOver', subjectKind: 'IncubationCase', subjectId: id, at: now },
    details: { number, from: state, to: state, version: seq, fromTenantId: formerTenantId, referralId },
  }
  await (by.kind === 'agreement'
    ? writeClockAudit(tx, { networkId, tenantId: by.tenantId }, line)
    : writeAudit(tx, by, line))
  const open = found.tasks.filter(task => task.state === 'open')
  const payload = {
    ...{ action: 'handOver', number, tenantId, organisationId, fromState: state, toState: state, seq },
    actorTenantId: by.kind === 'organisation' ? null : by.tenantId,
    actorOrganisationId: by.kind === 'organisation' ? by.organisationId : null,
    waitsFor: open.map(task => ({ taskId: task.id, tenantId: task.holderTenantId, kind: task.kind })),
  }
  await insertCaseOutbox(tx, { networkId, id }, payload, now)
}
