import { asSystem } from '@fuqiao/db'
import { newNetwork, newTenant } from '@fuqiao/db/factories'
import type { TestWorld } from './harness.ts'

/** A network with its root tenant, for tests that need somewhere to sit. */
export async function newPlace(
  world: TestWorld,
  { networkId }: { networkId: number },
): Promise<{ networkId: number; tenantId: string }> {
  return asSystem(world.db, async tx => {
    const network = await newNetwork(tx, { id: networkId })
    const tenant = await newTenant(tx, { networkId: network.id })
    return { networkId: network.id, tenantId: tenant.id }
  })
}
