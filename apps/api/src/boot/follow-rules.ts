import { asSystem, type Database } from '@fuqiao/db'
import type { Profile } from '@fuqiao/domain'
import type { RulesInForce } from '../deps.ts'
import { readVersionsInForce, rulesAt } from '../features/network/index.ts'
import type { Profiles } from './load-profiles.ts'

const lookEveryMs = 60_000

/**
 * Keeps the rules in force of each network: reads again when the database announces others, whenever it listens anew, and every minute in case an
 * announcement was lost. Servers need no restart, and requests ask for nothing. A version that cannot be read is a fault of its network alone.
 */
export async function followRules(
  db: Database,
  profiles: Profiles,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  let refreshing = Promise.resolve()
  const read = async () => {
    await asSystem(db, async tx => {
      for (const key of await readVersionsInForce(tx)) {
        if (profiles.inForce.get(key.networkId)?.version === key.version) continue
        const rules = await rulesAt({ tx, deps: { profiles } }, key).then(asRead, (error: unknown) => {
          onError(error)
          return asFault(error)
        })
        profiles.inForce.set(key.networkId, { version: key.version, read: rules })
      }
    })
  }
  // One after the other: what was announced while one reads is read by the next.
  const refresh = () => (refreshing = refreshing.then(read).catch(onError))
  await read()
  const listening = await db.system.listen(
    'fuqiao_rules',
    () => void refresh(),
    () => void refresh(),
  )
  const timer = setInterval(() => void refresh(), lookEveryMs).unref()
  return {
    async stop() {
      clearInterval(timer)
      await listening.unlisten()
      await refreshing
    },
  }
}

const asRead = (profile: Profile): RulesInForce['read'] => {
  return () => profile
}

const asFault = (error: unknown): RulesInForce['read'] => {
  return () => {
    throw error
  }
}
