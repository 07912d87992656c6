import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'

const wish = (organisationId: string, targetTenantId: string) => ({
  ...{ organisationIds: [organisationId], mode: 'coService', need: 'venue', needText: '', targetTenantId },
  ...{ otherReason: '已有合作', purpose: '场地', sections: ['profile'], personal: false, grantUntil: '2026-08-31' },
})
const named = () => ({ key: randomUUID(), name: '批次' })

/** The places of a batch's inputs that hold an id; `target`: how the id of an incubator in sight is answered. */
export const batchIds = (target: Pick<Probe, 'same' | 'isGoodInside'>): Record<string, Record<string, Probe>> => ({
  'batches.get': { id: { of: 'batchId', input: id => ({ id }) } },
  'batches.suggest': {
    'organisationIds[]': { of: 'organisationId', input: id => ({ organisationIds: [id], need: 'venue' }) },
  },
  'batches.preview': {
    'organisationIds[]': { of: 'organisationId', input: (id, { tenantId }) => wish(id, tenantId) },
    targetTenantId: { ...target, of: 'tenantId', input: (id, { organisationId }) => wish(organisationId, id) },
  },
  'batches.start': {
    'organisationIds[]': {
      of: 'organisationId',
      input: (id, { tenantId }) => ({ ...wish(id, tenantId), ...named() }),
    },
    targetTenantId: {
      ...target,
      of: 'tenantId',
      input: (id, { organisationId }) => ({ ...wish(organisationId, id), ...named() }),
    },
  },
  'batches.begin': {
    id: { of: 'batchId', input: (id, { organisationId }) => ({ id, organisationId }) },
    organisationId: { of: 'organisationId', input: organisationId => ({ id: randomUUID(), organisationId }) },
  },
})
