import { type Asked, fenced, isActing, when } from './fenced.ts'
import { type Index, shareOf } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

/** A total for oneself, or a share for somebody below. */
const isOwnOrBelow = ({ actor, row }: Asked<Rows['targetShare'][number]>) =>
  actor.kind === 'tenant' && row.scopeKey >= actor.scopeLow && row.scopeKey <= actor.scopeHigh

/** What is to be reached, split from the top downwards, and the ledger of it. */
export const targets = {
  targetShare: fenced('targetShare', {
    name: 'target_share',
    subject: 'TargetShare',
    facts: row => row,
    insert: {
      right: asked => ['own', 'sender'].includes(asked.relation) && isOwnOrBelow(asked),
      book: [
        ['set', 'TargetShare'],
        ['propose', 'TargetShare'],
      ],
      isMeant: isOwnOrBelow,
    },
    update: {
      set: 'version = 7',
      right: when('own', 'sender', 'target'),
      book: (['set', 'propose', 'counter', 'agree', 'sign', 'withdraw'] as const).map(
        action => [action, 'TargetShare'] as const,
      ),
    },
  }),
  targetShareEvent: fenced('targetShareEvent', {
    name: 'target_share_event',
    subject: 'TargetShare',
    key: `share_id::text || '/' || seq`,
    keyOf: row => `${row.shareId}/${row.seq}`,
    facts: (row, plot: Index) => shareOf(plot, row.shareId),
    insert: {
      right: ({ actor, row, relation }) =>
        ['own', 'sender', 'target'].includes(relation) && isActing(actor, { tenantId: row.actorTenantId }),
    },
  }),
}
