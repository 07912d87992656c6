import { referralChanged, requestFurtherConsentInput } from '@fuqiao/contract'
import { furtherToShare, type ReferralFacts } from '@fuqiao/domain/referral'
import { tenantProcedure } from '../../rpc/procedures.ts'
import type { ReferralRow } from './referral-store.ts'
import { askForConsent, checkShareable } from './request-consent.ts'
import { transit } from './transit.ts'

/**
 * The sender asks the organisation for what the target's question names and its consent does not (补正): the same recipient, purpose and last day. The
 * question's term runs on; the target learns that the organisation was asked, and nothing of what it answers.
 */
export const requestFurtherConsent = tenantProcedure
  .meta({ can: ['requestConsent', 'Referral'] })
  .input(requestFurtherConsentInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.requestFurtherConsent',
      input,
      may: 'requestConsent',
      command: { action: 'requestFurtherConsent', personal: input.personal },
      check: async row => {
        if (row.state === 'informationRequested')
          await checkShareable({ ...ctx, actor: ctx.actor }, furtherOf(row, input.personal))
      },
      writes: ({ row }) => [() => askForConsent(ctx, furtherOf(row, input.personal), row.informationRounds)],
    }),
  )

/** The referral as if it shared nothing but what its question asks beyond the consent; the preview's words are no part of it. */
function furtherOf(row: ReferralRow, personal: boolean): ReferralRow {
  const { sections } = furtherToShare({
    askedSection: row.askedSection as ReferralFacts['askedSection'],
    request: { sections: row.sections as ReferralFacts['request']['sections'], personal: row.personal },
  })
  return { ...row, needText: '', sections, personal }
}
