import { changeReferralInput, referralChanged } from '@fuqiao/contract'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import type { ReferralRow } from './referral-store.ts'
import { type ActingIn, transit } from './transit.ts'
import { namesOwnOrganisation } from './world-store.ts'

/** Brings a question for advice before the sender's director, or, where none approves, before its target. No consent is asked: nobody is named. */
export const sendForApproval = tenantProcedure
  .meta({ can: ['sendForApproval', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.sendForApproval',
      input,
      may: 'sendForApproval',
      command: { action: 'sendForApproval' },
      check: row => checkNameless(ctx, row),
    }),
  )

/** The question names none of the organisations that the sender keeps. */
async function checkNameless({ tx }: ActingIn, { networkId, fromTenantId, needText }: ReferralRow): Promise<void> {
  if (await namesOwnOrganisation(tx, { networkId, tenantId: fromTenantId, text: needText }))
    throw new AppError('REFERRAL_NEED_NAMES_ORGANISATION')
}
