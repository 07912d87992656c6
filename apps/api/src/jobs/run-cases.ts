import { asSystem } from '@fuqiao/db'
import type { Deps } from '../deps.ts'
import { readProfileId, runCaseClock } from '../features/incubation/index.ts'
import { rulesAt } from '../features/network/index.ts'
import { readCasesToLookAt } from './case-jobs-store.ts'

/** What the job works with. */
export type CaseDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'log'>

// A run ends although more is due: whoever waits for the server to stop does not wait long.
const mostInARun = 500

/**
 * Does what incubation cases come to by themselves: opens assessments, exits and visits on their day, reminds, escalates. Each case in a transaction of its
 * own, looked at again under its lock. One that cannot be moved is logged and left for the next run. Answers how much it did.
 */
export async function runCases(deps: CaseDeps, now: Date): Promise<number> {
  const keys = await asSystem(deps.db, tx => readCasesToLookAt(tx, now, mostInARun))
  let done = 0
  for (const key of keys) {
    try {
      done += await asSystem(deps.db, tx =>
        runCaseClock(tx, key, async ({ row }) => {
          const { networkId, rulesVersion: version } = row
          const profileId = await readProfileId(tx, networkId)
          const profile = await rulesAt({ tx, deps }, { networkId, profileId, version })
          const { businessDayEnds } = profile
          return { profile, reckoning: { calendar: deps.calendar(), businessDayEnds, now } }
        }),
      )
    } catch (error) {
      deps.log.error({ err: error, caseId: key.id }, 'a case could not be moved')
    }
  }
  return done
}
