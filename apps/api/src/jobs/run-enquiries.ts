import { asSystem, type Tx } from '@fuqiao/db'
import { decideEnquiry, enquiryDue } from '@fuqiao/domain/enquiry'
import type { Deps } from '../deps.ts'
import { enquirySetting, factsOfEnquiry, lockEnquiry, recordEnquiry } from '../features/enquiries/index.ts'
import { readEnquiriesToLookAt } from './enquiry-jobs-store.ts'

/** What the job works with. */
export type EnquiryDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'log'>

// A run ends although more is due: whoever waits for the server to stop does not wait long.
const mostInARun = 500

/**
 * Does what enquiries come to by themselves: reminds those who have not answered, ends the term when it is over or all have answered, and closes
 * what nobody was chosen for. Each in a transaction of its own, looked at again under its lock, so that several servers do nothing twice. One that
 * cannot be moved is logged and left for the next run. Answers how many it moved.
 */
export async function runEnquiries(deps: EnquiryDeps, now: Date): Promise<number> {
  const keys = await asSystem(deps.db, tx => readEnquiriesToLookAt(tx, now, mostInARun))
  let moved = 0
  for (const { profileId, ...key } of keys) {
    try {
      moved += await asSystem(deps.db, tx => move(tx, deps, { key, profileId }, now))
    } catch (error) {
      deps.log.error({ err: error, enquiryId: key.id }, 'an enquiry could not be moved')
    }
  }
  return moved
}

type Which = { key: { networkId: number; id: string }; profileId: string }

async function move(tx: Tx, deps: EnquiryDeps, { key, profileId }: Which, now: Date): Promise<0 | 1> {
  const found = await lockEnquiry(tx, key)
  if (!found) return 0
  const facts = factsOfEnquiry(found)
  const setting = enquirySetting(deps, { networkId: key.networkId, profileId }, { side: 'clock', roles: [] }, now)
  const action = enquiryDue(facts, setting)
  if (action === null) return 0
  const decision = decideEnquiry(facts, { action, expectedVersion: facts.version }, setting)
  if (!decision.ok) throw new Error(`the worker was refused ${action}: ${decision.refusal.code}`)
  await recordEnquiry(tx, { found, actor: null, action, decision, setting })
  return 1
}
