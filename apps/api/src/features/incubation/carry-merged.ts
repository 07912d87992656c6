import type { TenantActor } from '@fuqiao/access'
import { v7 } from 'uuid'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { writeAudit } from '../audit/index.ts'
import { rulesAt } from '../network/index.ts'
import { placesByActor } from './carry-case.ts'
import {
  closeCallsOfMerged,
  type MovedCase,
  readCasesOfMerged,
  readCasesOutOfPlace,
  readOpenTasks,
  reseat,
  takeToSuccessor,
} from './carry-store.ts'
import { today } from './case-facts.ts'
import { insertCaseOutbox } from './record-store.ts'

type RootActing = ActingIn & { actor: TenantActor }

/**
 * Takes what an incubator that is merged was about along to its successor (B-08), in the transaction that merges it, as a hand-over does: its cases with all
 * that hangs on them, dates as they run. A case stays where the successor has one with the organisation; a draft stays its writer's. Its calls are closed.
 */
export async function carryMergedCases(acting: RootActing, merged: { fromTenantId: string }): Promise<void> {
  const { tx, actor, deps, now } = acting
  const { fromTenantId: tenantId } = merged
  const { networkId, profileId, personName: hand } = actor
  const cases = await readCasesOfMerged(tx, tenantId)
  await closeCalls(acting, tenantId)
  const taken: MovedCase[] = []
  for (const { id, rulesVersion: version } of cases) {
    const { incubation } = await rulesAt({ tx, deps }, { networkId, profileId, version })
    const places = placesByActor(incubation)
    const found = await takeToSuccessor(tx, { tenantId, id, eventId: v7(), places, hand })
    if (found) taken.push(found)
  }
  await announce(acting, taken, { action: 'handOver', details: { fromTenantId: tenantId }, now })
}

async function closeCalls({ tx, actor, now }: RootActing, tenantId: string): Promise<void> {
  for (const { id, number, version } of await closeCallsOfMerged(tx, tenantId, today(now)))
    await writeAudit(tx, actor, {
      ...{ action: 'incubationCall.withdraw', subjectKind: 'IncubationCall', subjectId: id, at: now },
      details: { number, from: 'published', to: 'withdrawn', version, mergedTenantId: tenantId },
    })
}

/**
 * Gives what waits, or is planned, at a superior that is none any more, or is not at work, to the superior of the case's incubator: after a change of the
 * tree, in its transaction. What an incubator itself has to do stays its own while it is suspended; it climbs as it falls due.
 */
export async function reseatCases(acting: RootActing, changedTenantId: string): Promise<void> {
  const { tx, actor, now } = acting
  const seated: MovedCase[] = []
  for (const { id } of await readCasesOutOfPlace(tx, changedTenantId))
    seated.push(await reseat(tx, { tenantId: changedTenantId, id, eventId: v7(), hand: actor.personName }))
  await announce(acting, seated, { action: 'standIn', details: {}, now })
}

type Told = { action: 'handOver' | 'standIn'; details: Record<string, unknown>; now: Date }

/** The audit entry and the event of each; its line of history is the gate's. */
async function announce({ tx, actor }: RootActing, cases: readonly MovedCase[], { action, details, now }: Told) {
  if (cases.length === 0) return
  const tasks = Map.groupBy(
    await readOpenTasks(
      tx,
      cases.map(({ id }) => id),
    ),
    ({ caseId }) => caseId,
  )
  for (const { id, number, tenantId, organisationId, state, version: seq } of cases) {
    await writeAudit(tx, actor, {
      ...{ action: `incubationCase.${action}`, subjectKind: 'IncubationCase', subjectId: id, at: now },
      details: { number, from: state, to: state, version: seq, ...details },
    })
    const waitsFor = (tasks.get(id) ?? []).map(({ caseId: _of, ...task }) => task)
    const payload = {
      ...{ action, number, tenantId, organisationId, fromState: state, toState: state, seq, waitsFor },
      ...{ actorTenantId: actor.tenantId, actorOrganisationId: null },
    }
    await insertCaseOutbox(tx, { networkId: actor.networkId, id }, payload, now)
  }
}
