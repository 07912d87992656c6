import type { Tx } from '@fuqiao/db'
import { versionInForce } from '@fuqiao/domain/standard'
import { readHolding, type StandardRow } from './standard-store.ts'

/**
 * The version of the standard that held for a service on a day; undefined where none did. A standard whose version in force does not name the service any
 * more does not hold for it.
 */
export async function standardInForce(
  tx: Tx,
  of: { networkId: number; serviceId: string; day: string },
): Promise<StandardRow | undefined> {
  const versions = await readHolding(tx, of)
  return [...Map.groupBy(versions, ({ code }) => code).values()]
    .map(ofOne => versionInForce(ofOne, of.day))
    .find(holds => holds?.services.includes(of.serviceId))
}
