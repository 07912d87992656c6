import { pinyinInitials } from '@fuqiao/domain/organisation'
import { childKey, rootKey, scopeHigh, type TreePlace } from '@fuqiao/domain/tree'
import { sql } from 'drizzle-orm'
import { membership, person } from '../../schema/identity.ts'
import { capability, division, network, tenant, tenantHistory } from '../../schema/network.ts'
import { incubatorOffer } from '../../schema/partner.ts'
import { insertRows } from '../insert-rows.ts'
import { openingOf, type TenantRow } from '../network-factories.ts'
import type { Tx } from '../../src/transactions.ts'
import type { DemoAccount } from './demo-accounts.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

/** The second, small network of the demo: another city, to refer to and from. Its divisions are real, all else is invented. */
export const partnerNetworkId = demoNetworkId + 1
/** Its name, which says that it is invented. */
export const partnerNetworkName = '武汉市社会组织孵化网络（合成演示）'

const divisions = [
  { code: '42', name: '湖北省', parentCode: null, level: 1, kind: 'province' },
  { code: '4201', name: '武汉市', parentCode: '42', level: 2, kind: 'city' },
  { code: '420106', name: '武昌区', parentCode: '4201', level: 3, kind: 'district' },
  { code: '420106003', name: '徐家棚街道', parentCode: '420106', level: 4, kind: 'street' },
] as const

const places = [
  {
    at: '4201',
    name: '武汉市社会组织孵化中心（演示）',
    short: '武汉市中心',
    tier: 'city',
    login: 'wuhan.zhuren',
    director: '楚怀远',
  },
  {
    at: '420106',
    name: '武昌区社会组织孵化中心（演示）',
    short: '武昌区中心',
    tier: 'district',
    login: 'wuchang.zhuren',
    director: '江映川',
  },
  {
    at: '420106003',
    name: '徐家棚街道社会组织服务站（演示）',
    short: '徐家棚街道',
    tier: 'street',
    login: 'xujiapeng.zhuren',
    director: '闻汀兰',
  },
] as const

/** The accounts of the second network that are shown. */
export const partnerAccounts: readonly DemoAccount[] = places.map(({ login, director, short }) => ({
  loginName: login,
  displayName: `${director}（演示）`,
  place: { zh: `${short}（伙伴网络演示）`, en: `${short} (second demo network)` },
  roles: ['director'],
}))

const since = new Date('2024-01-02T01:00:00Z')

/** The tree of the second network: a centre, a district, a street, each below the one before. */
function plantPartner(world: DemoWorld): TenantRow[] {
  let above: (TreePlace & { id: string }) | null = null
  return places.map(({ at, name, short, tier }) => {
    const id = world.random.id(since)
    const depth: number = above === null ? 0 : above.depth + 1
    const scopeKey: bigint = above === null ? rootKey(partnerNetworkId) : childKey(above, 1)
    const parentId: string | null = above?.id ?? null
    above = { id, key: scopeKey, depth }
    return {
      ...{ networkId: partnerNetworkId, id, parentId, scopeKey, scopeHigh: scopeHigh(scopeKey, depth), depth },
      ...{ nextSlot: 2, tier, kind: 'administrative', buildingMode: 'governmentBuilt', name, shortName: short },
      ...{ initials: pinyinInitials(name), divisionCode: at, status: 'active', successorId: null },
      ...{ openedOn: '2024-01-02', version: 1, updatedAt: since },
    }
  })
}

/** Stores the second network with people; its district and its street are offered to others, and nobody is its partner yet. */
export async function storePartnerNetwork(tx: Tx, world: DemoWorld, passwordHash: string): Promise<void> {
  await tx
    .insert(division)
    .values(divisions.map(row => ({ ...row, asOf: '2023-06-30' })))
    .onConflictDoNothing()
  await tx.insert(network).values({
    ...{ id: partnerNetworkId, name: partnerNetworkName, profileId: world.profile.id, divisionCode: '4201' },
    createdAt: since,
  })
  const tenants = plantPartner(world)
  await insertRows(tx, tenant, tenants)
  await insertRows(
    tx,
    tenantHistory,
    tenants.map(row => openingOf(row, '系统（演示）')),
  )
  await insertRows(
    tx,
    capability,
    tenants.map(({ id, scopeKey, depth }) => ({
      ...{ networkId: partnerNetworkId, tenantId: id, scopeKey, fields: [], ceiling: 20, declaredAt: world.now },
      functions: depth === 2 ? ['venue', 'oneStopService'] : ['capabilityBuilding', 'residencyIncubation'],
      services: '场地与辅导（演示）',
      contactName: '演示联系人',
      contactPhone: '027-00000000',
    })),
  )
  const offered = tenants.filter(({ depth }) => depth > 0)
  await insertRows(
    tx,
    incubatorOffer,
    offered.map(({ id }) => ({ networkId: partnerNetworkId, tenantId: id, offeredAt: since })),
  )
  for (const [index, { loginName, displayName, roles }] of partnerAccounts.entries()) {
    const personId = world.random.id(since)
    await tx.insert(person).values({ id: personId, loginName, displayName, passwordHash, createdAt: since })
    await tx.insert(membership).values({
      ...{ id: world.random.id(since), networkId: partnerNetworkId, personId, tenantId: tenants[index]?.id ?? null },
      ...{ organisationId: null, displayName, roles: [...roles], from: since, until: null },
    })
  }
  // The first network offers its centre, so that it too can be found.
  await tx.execute(sql`insert into incubator_offer (network_id, tenant_id, offered_at)
    select t.network_id, t.id, ${since.toISOString()} from tenant t where t.network_id = ${demoNetworkId} and t.depth = 0`)
}
