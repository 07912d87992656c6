import type { Plotting } from './plot-types.ts'

/** Adds an operator of a tenant: one that is there, or one that has ended. */
export function plotOperator({ networkId, random, rows, tenants, day, newId }: Plotting): void {
  const tenant = random.pick(tenants)
  const isOver = random.chance(0.5) || rows.tenantOperator.some(({ tenantId }) => tenantId === tenant.id)
  rows.tenantOperator.push({
    ...{ networkId, id: newId(), tenantId: tenant.id, scopeKey: tenant.key, name: '促进会', kind: 'self' },
    ...{ from: '2026-01-01', state: isOver ? 'ended' : 'inForce', endedAt: isOver ? day(-1) : null, conditions: [] },
    ...{ appointedByName: '甲', createdAt: day(-3), updatedAt: day(-1) },
  })
}
