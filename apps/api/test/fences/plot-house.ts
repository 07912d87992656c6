import type { Plotting } from './plot-types.ts'

/** The number of the first fact that is plotted: those below are made by the rows that they tell of. */
export const firstFact = 1_000_000_000n

/** Plots what some tenants keep of their own house: somebody at work and trained, a room, equipment, a party branch, an activity that counts. */
export function plotHouse({ networkId, random, rows, tenants, day, newId }: Plotting): void {
  for (const { id: tenantId, key: scopeKey } of tenants) {
    if (random.chance(0.3)) continue
    const own = { networkId, tenantId, scopeKey }
    const [staffMemberId, updatedAt] = [newId(), day(-2)]
    rows.staffMember.push({
      ...{ ...own, id: staffMemberId, name: '甲', post: '主管', isFullTime: true, isPurchasedPost: false },
      ...{ certificate: 'none', certificateNumber: '', hasSocialWorkDegree: false, isPartyMember: false },
      ...{ from: '2025-01-01', createdAt: day(-3), updatedAt },
    })
    rows.staffTraining.push({
      ...{ ...own, id: newId(), staffMemberId, kind: 'rotation', topic: '轮训', heldOn: '2025-05-20', hours: 8 },
      createdAt: day(-3),
    })
    rows.premisesRoom.push({
      ...{ ...own, id: newId(), name: '一室', uses: ['office'], squareMetres: 15, isShared: false, updatedAt },
    })
    rows.premisesEquipment.push({ ...own, id: newId(), kind: 'desk', note: '', quantity: 1, updatedAt })
    rows.tenantParty.push({ ...own, form: 'none', branchName: '', updatedAt })
    const activity = { ...own, id: newId(), kind: 'training', title: '培训', onDay: '2026-01-05', personName: '甲' }
    rows.activity.push({ ...activity, createdAt: updatedAt, updatedAt })
    const counted = { ...own, kind: 'activity', detail: 'training' }
    rows.fact.push({
      ...{
        ...counted,
        id: firstFact + BigInt(networkId * 1000 + rows.fact.length),
        onDay: '2026-01-05',
        amount: 1,
        sourceId: activity.id,
      },
      ...{ recordedAt: updatedAt, line: [tenantId] },
    })
    rows.rollup.push({ ...counted, tree: 'own', counted: 'amount', bucket: 'all', knownOn: '2026-01-05', value: 1 })
  }
}
