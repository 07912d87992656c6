import type { PlotOrganisation, Plotting } from './plot-types.ts'

/** Adds a batch about some organisations of the network, of one's custodian or of a tenant that has nothing to do with them. */
export function plotBatch(plotting: Plotting, organisations: readonly PlotOrganisation[]): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const marked = organisations.filter(() => random.chance(0.5))
  const sender = marked[0] && random.chance(0.7) ? marked[0].custodian : random.pick(tenants)
  const batchId = newId()
  rows.referralBatch.push({
    ...{ networkId, id: batchId, number: batchId, name: '批次', fromTenantId: sender.id },
    ...{ toTenantId: random.pick(tenants).id, mode: 'coService', need: 'venue', needText: '', purpose: '场地' },
    ...{ sections: ['profile'], personal: false, grantUntil: '2027-01-31', otherReason: '', size: marked.length },
    ...{ createdByPersonId: newId(), createdByName: '甲', createdAt: day(-3) },
  })
  for (const [place, { id: organisationId }] of marked.entries())
    rows.referralBatchItem.push({ networkId, batchId, organisationId, fromTenantId: sender.id, place })
}
