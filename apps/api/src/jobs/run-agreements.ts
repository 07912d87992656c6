import { asSystem, type Tx } from '@fuqiao/db'
import { agreementDue, type AgreementClockAction, decideAgreement } from '@fuqiao/domain/agreement'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { Deps } from '../deps.ts'
import {
  acceptingOf,
  factsOfAgreement,
  type JoinedAgreement,
  lockAgreement,
  readHealth,
  recordAgreement,
} from '../features/agreements/index.ts'
import { profileOf } from '../features/network/index.ts'
import { readAgreementsToLookAt } from './agreement-jobs-store.ts'

/** What the job works with. */
export type AgreementDeps = Pick<Deps, 'db' | 'profiles' | 'log'>

/**
 * Does what agreements come to by themselves: in force on their first day, ended after their last or when a side is no more, paused when the
 * accepting side is full or answers badly. Each in a transaction of its own, looked at again under its lock, so that several servers do nothing
 * twice. Answers how many it moved.
 */
export async function runAgreements(deps: AgreementDeps, now: Date): Promise<number> {
  const keys = await asSystem(deps.db, tx => readAgreementsToLookAt(tx, civilDateOf(now)))
  let moved = 0
  for (const { profileId, ...key } of keys) {
    try {
      moved += await asSystem(deps.db, async tx => {
        const found = await lockAgreement(tx, key)
        if (!found) return 0
        const facts = await factsNow(tx, found)
        const action = agreementDue(facts, {
          rules: profileOf(deps, { networkId: key.networkId, profileId }).agreement,
          now,
        })
        if (action === null) return 0
        await moveByItself(tx, { found, deps, profileId, action }, now)
        return 1
      })
    } catch (error) {
      deps.log.error({ err: error, agreementId: key.id }, 'an agreement could not be moved')
    }
  }
  return moved
}

/** The facts of an agreement with the health of its accepting side. */
export async function factsNow(tx: Tx, found: JoinedAgreement) {
  const accepting = acceptingOf(found.row)
  return factsOfAgreement(found, accepting === null ? null : await readHealth(tx, accepting))
}

/** An agreement that moves by itself, and how. */
type Move = {
  found: JoinedAgreement
  deps: Pick<Deps, 'profiles'>
  profileId: string
  action: AgreementClockAction
}

/** Writes one move of an agreement that is due. */
export async function moveByItself(tx: Tx, { found, deps, profileId, action }: Move, now: Date): Promise<void> {
  const facts = await factsNow(tx, found)
  const setting = {
    rules: profileOf(deps, { networkId: found.row.networkId, profileId }).agreement,
    viewer: { side: 'clock' as const, roles: [] },
    now,
  }
  const decision = decideAgreement(facts, { action, expectedVersion: facts.version }, setting)
  if (!decision.ok) throw new Error(`the worker was refused ${action}: ${decision.refusal.code}`)
  const columns = { state: decision.next, pausedBy: decision.pausedBy }
  await recordAgreement(tx, { found, actor: null, action, columns, note: '', now })
}
