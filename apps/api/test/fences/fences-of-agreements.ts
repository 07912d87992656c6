import { fenced, when, isActing, nobody } from './fenced.ts'
import { agreementFacts, agreementOf } from './plot-index.ts'

/** Agreements between incubators. */
export const agreements = {
  agreement: fenced('agreement', {
    name: 'agreement',
    subject: 'Agreement',
    facts: agreementFacts,
    insert: {
      right: ({ row, relation }) => relation === 'sender' && !row.proposedAt,
      book: [['create', 'Agreement']],
      isMeant: ({ row }) => !row.proposedAt,
    },
    update: {
      set: `paused_reason = '新'`,
      push: `first_tenant_id = '${nobody}', second_tenant_id = gen_random_uuid()`,
      right: when('sender', 'target'),
      book: (['edit', 'propose', 'sign', 'decline', 'withdraw', 'end', 'pause', 'resume'] as const).map(
        action => [action, 'Agreement'] as const,
      ),
    },
  }),
  agreementEvent: fenced('agreementEvent', {
    name: 'agreement_event',
    subject: 'Agreement',
    key: `agreement_id::text || '/' || seq`,
    keyOf: row => `${row.agreementId}/${row.seq}`,
    facts: (row, plot) => agreementFacts(agreementOf(plot, row.agreementId)),
    insert: {
      right: ({ actor, row, relation }) =>
        (relation === 'sender' || relation === 'target') && isActing(actor, { tenantId: row.actorTenantId ?? null }),
    },
  }),
}
