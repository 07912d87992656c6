import type { Plotting } from './plot-types.ts'

const states = ['proposed', 'countered', 'agreed', 'signed', 'withdrawn'] as const

/** Adds targets: totals that incubators set for themselves, and shares between any two of them in any state, as after moves of the tree; each with its ledger. */
export function plotTargets({ networkId, random, rows, tenants, day, newId }: Plotting): void {
  for (let turn = random.int(1, 4); turn > 0; turn -= 1) {
    const [from, tenant] = [random.pick(tenants), random.pick(tenants)]
    const isOwn = from.id === tenant.id
    const id = newId()
    rows.targetShare.push({
      ...{ networkId, id, number: id, fromTenantId: from.id, tenantId: tenant.id, scopeKey: tenant.key },
      ...{ indicatorId: 'trainings', year: 2026 + turn, value: 5, state: isOwn ? 'set' : random.pick(states) },
      ...{ signedValue: isOwn ? 5 : null, signedRound: isOwn ? 1 : null, createdAt: day(-3), updatedAt: day(-1) },
    })
    for (const [at, actor] of [from, tenant].entries())
      rows.targetShareEvent.push({
        ...{ networkId, shareId: id, seq: at + 1, at: day(-1), action: 'propose', round: 1, toValue: 5 },
        ...{ toState: 'proposed', actorTenantId: actor.id, actorSide: 'giver', actorName: '甲' },
      })
  }
}
