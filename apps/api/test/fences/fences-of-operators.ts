import { fenced, isRoot } from './fenced.ts'

/** Who runs an incubator: written by those above it, and by the one at the top of itself. */
export const operators = {
  tenantOperator: fenced('tenantOperator', {
    name: 'tenant_operator',
    subject: 'Operator',
    facts: row => row,
    insert: {
      right: ({ actor, relation }) => relation === 'superior' || (relation === 'own' && isRoot(actor)),
      book: [['appoint', 'Operator']],
    },
    update: {
      set: `end_reason = '新'`,
      right: ({ actor, relation }) => relation === 'superior' || (relation === 'own' && isRoot(actor)),
      book: [['appoint', 'Operator']],
    },
  }),
}
