import { fenced, seesOrganisation, when } from './fenced.ts'

/** Batches and the organisations in them. */
export const batches = {
  referralBatch: fenced('referralBatch', {
    name: 'referral_batch',
    subject: 'ReferralBatch',
    facts: row => row,
    insert: { right: when('sender'), book: [['create', 'ReferralBatch']] },
  }),
  referralBatchItem: fenced('referralBatchItem', {
    name: 'referral_batch_item',
    subject: 'ReferralBatch',
    key: `batch_id::text || '/' || organisation_id::text`,
    keyOf: row => `${row.batchId}/${row.organisationId}`,
    facts: row => row,
    insert: {
      right: asked => asked.relation === 'sender' && seesOrganisation(asked),
      isMeant: seesOrganisation,
    },
    // Whose it is cannot be written at all: the grant names the columns of what came of it.
    update: { set: `refusal_code = 'NOT_FOUND'`, right: when('sender'), book: [['begin', 'ReferralBatch']] },
  }),
}
