import { fenced, own } from './fenced.ts'

/** Requests for organisations that others have: the asker's rows, which it writes once and never changes. */
export const requests = {
  referralRequest: fenced('referralRequest', {
    name: 'referral_request',
    subject: 'ReferralRequest',
    facts: row => row,
    insert: {
      right: asked => own(asked) && asked.row.state === 'open',
      book: [['create', 'ReferralRequest']],
      isMeant: ({ row }) => row.state === 'open',
    },
  }),
}
