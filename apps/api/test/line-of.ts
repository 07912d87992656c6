import { asSystem } from '@fuqiao/db'
import { newNetwork, newTenant, type TenantRow } from '@fuqiao/db/factories'
import type { TestPerson, TestWorld } from './harness.ts'

/** A line of incubators from the top down, each with its director. */
export type Line = { networkId: number; tenants: TenantRow[]; directors: TestPerson[] }

/** A network by a document's rules: an incubator in each of these divisions, one below the other; of the tiers given, else city, district, street and community. */
export async function lineOf(
  world: TestWorld,
  profileId: string,
  divisions: readonly string[],
  tiers: readonly TenantRow['tier'][] = [],
): Promise<Line> {
  const tenants = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx, { profileId, divisionCode: divisions[0] ?? '' })
    const rows: TenantRow[] = []
    for (const [depth, divisionCode] of divisions.entries()) {
      const tier = tiers[depth]
      const place = { networkId, divisionCode, parentId: rows.at(-1)?.id ?? null }
      rows.push(await newTenant(tx, { ...place, ...(tier ? { tier } : {}) }))
    }
    return rows
  })
  const networkId = tenants[0]!.networkId
  const directors: TestPerson[] = []
  for (const { id: tenantId } of tenants)
    directors.push(await world.person({ networkId, tenantId, roles: ['director'] }))
  return { networkId, tenants, directors }
}
