import type { tenantHistory } from '../../schema/network.ts'
import type { TenantRow } from '../network-factories.ts'
import { demoIncubators, suspendedStreet } from './demo-incubators.ts'
import type { DemoTree } from './demo-tenants.ts'
import { daysAgo, type DemoWorld } from './demo-world.ts'

type HistoryRow = typeof tenantHistory.$inferInsert
type Change = {
  at: Date
  change: HistoryRow['change']
  reason: string
  set?: Partial<Pick<TenantRow, 'status' | 'successorId'>>
}

/** Suspends, merges, resumes and renames a few, with their history (B-08). */
export function changeSome(world: DemoWorld, { history, centreOf, placeOf }: DemoTree): void {
  const change = (row: TenantRow, what: Change) => changeOne(world, { row, history }, what)
  const stop = (row: TenantRow, days: number, reason: string) =>
    change(row, { at: daysAgo(world, days), change: 'suspended', reason, set: { status: 'suspended' } })
  for (const { short, mergedInto, isSuspended } of demoIncubators) {
    const row = placeOf({ incubator: short })
    if (isSuspended) stop(row, 45, '场地改造')
    if (!mergedInto) continue
    const set = { status: 'merged', successorId: placeOf({ incubator: mergedInto }).id } as const
    change(row, { at: daysAgo(world, 140), change: 'merged', reason: '职能相同，并入同区机构', set })
  }
  stop(centreOf(suspendedStreet), 70, '人员调整')
  const paused = centreOf('110111001')
  stop(paused, 300, '防汛期间场地占用')
  change(paused, { at: daysAgo(world, 260), change: 'resumed', reason: '场地恢复', set: { status: 'active' } })
  const renamed = centreOf('110101')
  const opening = history.find(({ tenantId }) => tenantId === renamed.id)
  if (opening) opening.name = '东城区社会组织孵化中心（演示）'
  change(renamed, { at: daysAgo(world, 900), change: 'renamed', reason: '统一名称' })
}

/** Changes a tenant and its history: the state before ends where the new one begins. */
function changeOne(world: DemoWorld, { row, history }: { row: TenantRow; history: HistoryRow[] }, what: Change): void {
  const { at, change, reason, set = {} } = what
  const before = history.findLast(({ tenantId, to }) => tenantId === row.id && to === null)
  if (!before) throw new RangeError('a tenant without history')
  before.to = at
  Object.assign(row, set, { version: row.version + 1, updatedAt: at })
  const { networkId, id: tenantId, name, parentId, scopeKey, status, successorId } = row
  const id = world.random.id(at)
  const { personName } = before
  history.push({
    networkId,
    id,
    tenantId,
    change,
    from: at,
    to: null,
    name,
    parentId,
    scopeKey,
    status,
    successorId,
    reason,
    personName,
  })
}
