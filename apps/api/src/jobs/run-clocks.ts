import { asSystem, type Tx } from '@fuqiao/db'
import { CLOCK_VIEWER, clockDue, decide } from '@fuqiao/domain/referral'
import type { Deps } from '../deps.ts'
import { factsOf, isBridgeFree, noWorld, settingOf, writeTransition } from '../features/referrals/index.ts'
import { setNextLook, takeDueReferral } from './clock-store.ts'

/** What the clock works with. */
export type ClockDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'log'>

// A run ends although more is due: whoever waits for the server to stop does not wait long.
const mostInARun = 500

/**
 * Does what deadlines demand at an instant: reminds, brings before the lowest common superior, lets an unanswered consent lapse, drops a
 * forgotten draft, closes what nobody confirmed. Each referral in a transaction of its own; several servers may run it at once; a second run at
 * the same instant finds nothing to do. One that cannot be done is logged and left for the next run. Answers how many it moved.
 */
export async function runClocks(deps: ClockDeps, now: Date): Promise<number> {
  const failed: string[] = []
  let moved = 0
  for (let turn = 0; turn < mostInARun; turn += 1) {
    let at: string | undefined
    try {
      const taken = await asSystem(deps.db, async tx => {
        const found = await takeDueReferral(tx, now, failed)
        if (!found) return null
        at = found.row.id
        // Somebody acts on the far end: it is looked at again in the next run.
        if (found.row.direction === 'network' && !(await isBridgeFree(tx, found.row))) {
          failed.push(at)
          return 0
        }
        return tick(tx, deps, found, now)
      })
      if (taken === null) return moved
      moved += taken
    } catch (error) {
      if (at === undefined) throw error
      deps.log.error({ err: error, referralId: at }, 'the clock failed on a referral')
      failed.push(at)
    }
  }
  return moved
}

type Found = NonNullable<Awaited<ReturnType<typeof takeDueReferral>>>

async function tick(tx: Tx, deps: ClockDeps, { row, profileId }: Found, now: Date): Promise<0 | 1> {
  const facts = factsOf(row, { world: noWorld, consents: [], possibleDuplicates: 0 })
  const setting = settingOf(deps, { networkId: row.networkId, profileId }, CLOCK_VIEWER, now)
  const due = clockDue(facts, setting)
  const [action] = due.actions
  const key = { networkId: row.networkId, id: row.id }
  if (action === undefined) {
    await setNextLook(tx, key, due.nextAt)
    return 0
  }
  const decision = decide(facts, { action, expectedVersion: row.version }, setting)
  if (!decision.ok) throw new Error(`the clock was refused ${action}: ${decision.refusal.code}`)
  await writeTransition(tx, { actor: null, action, decided: { row, facts, setting, decision } })
  return 1
}
