import { childKey, rootKey, scopeHigh } from '@fuqiao/domain/tree'
import { pinyinInitials } from '@fuqiao/domain/organisation'
import { and, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { capability, division, network, tenant, tenantHistory } from '../schema/network.ts'
import type { Tx } from '../src/transactions.ts'

/** Rows as they stand in the database. */
export type NetworkRow = typeof network.$inferSelect
export type TenantRow = typeof tenant.$inferSelect
export type CapabilityRow = typeof capability.$inferSelect

/** When things of the factories began, where nobody says otherwise. */
export const factoryEpoch = new Date('2026-01-05T01:00:00Z')

/** The row that an insert or update with `returning` gives back. @throws when it gave none */
export function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('the statement touched no row')
  return row
}

/** A network with the rules of Beijing and the next free number. It has no tenant yet: `newTenant` without a parent makes the root. */
export async function newNetwork(tx: Tx, overrides: Partial<typeof network.$inferInsert> = {}): Promise<NetworkRow> {
  const [next] = await tx.execute<{ id: number }>(sql`select coalesce(max(id), 0) + 1 as id from network`)
  const id = overrides.id ?? next?.id ?? 1
  const values = {
    id,
    name: `测试网络${id}`,
    profileId: 'beijing-2017',
    divisionCode: '11',
    createdAt: factoryEpoch,
    ...overrides,
  }
  return only(await tx.insert(network).values(values).returning())
}

/** The parts of a place in the tree that the factory works out itself. */
type WorkedOut = 'scopeKey' | 'scopeHigh' | 'depth' | 'nextSlot'

/** What one may say about a new tenant; the place follows from the parent. */
export type TenantOverrides = { networkId: number } & Partial<Omit<typeof tenant.$inferInsert, WorkedOut>>

const tiersByDepth = ['city', 'district', 'street', 'community'] as const

/** A tenant below its parent (or the network's root), in the slot that the parent's counter gives, with its row of history. */
export async function newTenant(tx: Tx, overrides: TenantOverrides): Promise<TenantRow> {
  const place = await takePlace(tx, overrides)
  const kind = overrides.kind ?? 'administrative'
  const tier = kind === 'administrative' ? tiersByDepth[place.depth] : place.parentTier
  const name = overrides.name ?? `测试${place.depth}级中心${place.scopeKey % 100_000n}`
  const divisionCode = overrides.divisionCode ?? '11'
  await tx
    .insert(division)
    .values({ code: divisionCode, name: divisionCode, level: 1, kind: 'municipality', asOf: '2026-01-01' })
    .onConflictDoNothing()
  const values: typeof tenant.$inferInsert = {
    id: v7(),
    parentId: null,
    tier: tier ?? 'community',
    kind,
    name,
    shortName: name,
    initials: pinyinInitials(name),
    divisionCode,
    openedOn: '2026-01-05',
    updatedAt: factoryEpoch,
    ...overrides,
    scopeKey: place.scopeKey,
    scopeHigh: scopeHigh(place.scopeKey, place.depth),
    depth: place.depth,
  }
  const row = only(await tx.insert(tenant).values(values).returning())
  await tx.insert(tenantHistory).values(openingOf(row, '测试'))
  return row
}

/** The row of history that a tenant begins with. */
export function openingOf(row: TenantRow, personName: string): typeof tenantHistory.$inferInsert {
  const { networkId, id, name, parentId, scopeKey } = row
  const from = new Date(`${row.openedOn}T09:00:00+08:00`)
  return {
    networkId,
    id: v7(),
    tenantId: id,
    change: 'opened',
    from,
    name,
    parentId,
    scopeKey,
    status: 'active',
    reason: '设立',
    personName,
  }
}

type Place = { scopeKey: bigint; depth: number; parentTier: TenantRow['tier'] }

async function takePlace(tx: Tx, { networkId, parentId }: TenantOverrides): Promise<Place> {
  if (!parentId) return { scopeKey: rootKey(networkId), depth: 0, parentTier: 'city' }
  const isParent = and(eq(tenant.networkId, networkId), eq(tenant.id, parentId))
  const parent = only(
    await tx
      .update(tenant)
      .set({ nextSlot: sql`${tenant.nextSlot} + 1` })
      .where(isParent)
      .returning(),
  )
  const scopeKey = childKey({ key: parent.scopeKey, depth: parent.depth }, parent.nextSlot - 1)
  return { scopeKey, depth: parent.depth + 1, parentTier: parent.tier }
}

/** What a tenant says it can do: by default it takes referrals, has room, and declares no function. */
export async function newCapability(
  tx: Tx,
  overrides: Pick<TenantRow, 'networkId' | 'scopeKey'> & { tenantId: string } & Partial<typeof capability.$inferInsert>,
): Promise<CapabilityRow> {
  const values = { functions: [], fields: [], ceiling: 20, declaredAt: factoryEpoch, ...overrides }
  return only(await tx.insert(capability).values(values).returning())
}
