import { fenced, isActing, own } from './fenced.ts'
import { filingOf } from './plot-index.ts'

/** The filing register: the custodian writes it; an organisation's own account writes its application. */
export const filings = {
  filing: fenced('filing', {
    name: 'filing',
    subject: 'Filing',
    facts: row => row,
    insert: {
      right: ({ row, relation }) => relation === 'own' || (relation === 'organisation' && row.state === 'applied'),
      book: [['apply', 'Filing']],
      isMeant: ({ row }) => row.state === 'applied',
    },
    update: {
      set: `responsible_name = '新'`,
      right: own,
      book: (['decide', 'renew', 'end'] as const).map(action => [action, 'Filing'] as const),
    },
  }),
  filingEvent: fenced('filingEvent', {
    name: 'filing_event',
    subject: 'Filing',
    key: `filing_id::text || '/' || seq`,
    keyOf: row => `${row.filingId}/${row.seq}`,
    facts: (row, plot) => filingOf(plot, row.filingId),
    insert: {
      right: ({ actor, row, relation, plot }) => {
        const isApplied = relation === 'organisation' && filingOf(plot, row.filingId).state === 'applied'
        if (relation === 'own') return isActing(actor, { tenantId: row.actorTenantId ?? null })
        return isApplied && !row.actorTenantId
      },
    },
  }),
}
