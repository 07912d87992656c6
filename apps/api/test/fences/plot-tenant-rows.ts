import { plotMessage } from './plot-message.ts'
import type { PlotOrganisation, Plotting } from './plot-types.ts'

/** Plots what each tenant keeps for itself, and the trails of what was done. */
export function plotTenantRows(
  { networkId, random, rows, tenants, day, newId }: Plotting,
  organisations: readonly PlotOrganisation[],
): void {
  const entry = {
    networkId,
    personName: '甲',
    at: day(-1),
    action: 'organisation.update',
    subjectKind: 'Organisation',
    outcome: 'done' as const,
  }
  for (const { id: tenantId, key: scopeKey } of tenants) {
    const own = { networkId, tenantId }
    rows.tenantHistory.push({
      ...own,
      id: newId(),
      change: 'opened',
      from: day(-9),
      to: null,
      name: '孵化基地',
      parentId: null,
      scopeKey,
      status: 'active',
      successorId: null,
      reason: '',
      personName: '甲',
    })
    if (random.chance(0.7))
      rows.capability.push({ ...own, scopeKey, functions: [], fields: [], ceiling: 3, declaredAt: day(-7) })
    rows.responseRecord.push({ ...own, updatedAt: day(-7) })
    const jobId = newId()
    rows.importJob.push({
      ...own,
      scopeKey,
      id: jobId,
      fileName: '名册.xlsx',
      sha256: '0',
      state: 'checked',
      total: 1,
      bad: 0,
      personName: '甲',
      createdAt: day(-3),
      updatedAt: day(-3),
    })
    rows.importRow.push({ ...own, jobId, rowNumber: 1, values: {}, errors: [], state: 'ready', organisationId: null })
    const endpointId = newId()
    rows.webhookEndpoint.push({
      ...{ ...own, id: endpointId, url: 'https://example.cn', kinds: ['arrived'], state: 'active', sealedSecret: 'x' },
      ...{ createdAt: day(-3), createdByName: '甲', updatedAt: day(-3) },
    })
    for (const purpose of ['notice', 'test'] as const)
      rows.delivery.push(plotMessage({ ...own, id: newId(), endpointId, purpose, at: day(-1) }))
    rows.numberCounter.push({ ...own, name: 'referral', year: 2026, value: 1 })
    rows.notice.push({ ...own, id: newId(), organisationId: null, kind: 'arrived', at: day(-1), sourceKey: newId() })
    rows.auditEntry.push({ ...entry, id: newId(), tenantId, organisationId: null, personId: null, subjectId: null })
    rows.outbox.push({
      networkId,
      id: BigInt(rows.outbox.length + 1),
      topic: 'referral',
      subjectId: tenantId,
      payload: {},
      at: day(-1),
    })
  }
  rows.auditEntry.push({
    ...entry,
    id: newId(),
    tenantId: null,
    organisationId: random.pick(organisations).id,
    personId: null,
    subjectId: null,
  })
}
