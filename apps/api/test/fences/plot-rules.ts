import type { Plotting } from './plot-types.ts'

const states = ['draft', 'scheduled', 'inForce', 'replaced', 'rolledBack', 'discarded'] as const
const isOver = (state: (typeof states)[number]) => ['inForce', 'replaced', 'rolledBack'].includes(state)

/** Versions of a network's rules in every state, and what was tried of one. */
export function plotRules({ networkId, random, rows, tenants, day, newId }: Plotting): void {
  const personId = newId()
  const at = day(-3)
  states.forEach((state, index) => {
    rows.profileVersion.push({
      ...{ networkId, version: index + 1, baseVersion: 0, content: {}, digest: 'd', state, personId, personName: '甲' },
      ...{ createdAt: at, updatedAt: at, inForceOn: '2026-03-01', inForceAt: isOver(state) ? at : null },
    })
  })
  const id = newId()
  const state = random.pick(['running', 'done', 'cancelled'] as const)
  rows.profilePass.push({
    ...{ networkId, id, kind: 'trial', version: 1, digest: 'd', baseVersion: 0, state, personId, personName: '甲' },
    startedAt: at,
  })
  for (const tenant of tenants)
    rows.profilePassLine.push({
      ...{ networkId, passId: id, caseId: newId(), kind: 'dueDate', tenantId: tenant.id, number: '', caseVersion: 1 },
      finding: {},
    })
  for (const tenant of tenants)
    rows.profilePassRoster.push({ networkId, passId: id, tenantId: tenant.id, kind: 'breach', changes: [] })
}
