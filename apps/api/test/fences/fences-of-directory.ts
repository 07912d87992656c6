import { fenced, rootOnly, away, own } from './fenced.ts'

/** The network, its tree and what its tenants say of themselves. */
export const directory = {
  network: fenced('network', {
    name: 'network',
    subject: 'Network',
    keyOf: row => String(row.id),
    facts: row => row,
  }),
  tenant: fenced('tenant', {
    name: 'tenant',
    subject: 'Tenant',
    facts: row => ({ ...row, id: row.id ?? '' }),
    insert: { right: rootOnly, book: [['open', 'Tenant']] },
    update: {
      set: `short_name = '基地'`,
      push: 'network_id = 0',
      right: rootOnly,
      book: (['suspend', 'resume', 'merge', 'reparent'] as const).map(action => [action, 'Tenant'] as const),
    },
  }),
  tenantHistory: fenced('tenantHistory', {
    name: 'tenant_history',
    subject: 'TenantHistory',
    facts: row => row,
    insert: { right: rootOnly },
    update: { set: `reason = ''`, push: 'network_id = 0', right: rootOnly },
  }),
  capability: fenced('capability', {
    name: 'capability',
    subject: 'Capability',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
    insert: { right: own, book: [['declareCapability', 'Capability']] },
    update: { set: 'ceiling = 4', push: away, right: own, book: [['declareCapability', 'Capability']] },
  }),
  responseRecord: fenced('responseRecord', {
    name: 'response_record',
    subject: 'ResponseRecord',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
  }),
}
