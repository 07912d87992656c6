import { sendBackInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender's director returns a referral to a draft, with the reason; the consent is set aside. */
export const sendBackReferral = tenantProcedure
  .meta({ can: ['sendBack', 'Referral'] })
  .input(sendBackInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.sendBack',
      input,
      may: 'sendBack',
      command: { action: 'sendBack', reason: input.reason },
      note: input.reason,
    }),
  )
