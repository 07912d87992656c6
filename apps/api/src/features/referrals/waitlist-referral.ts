import { waitlistInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's director puts it on the waiting list, with the day on which a place is expected. */
export const waitlistReferral = tenantProcedure
  .meta({ can: ['waitlist', 'Referral'] })
  .input(waitlistInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.waitlist',
      input,
      may: 'waitlist',
      command: { action: 'waitlist', reason: input.reason, expectedOn: input.expectedOn },
      note: input.reason,
      data: { expectedOn: input.expectedOn },
      columns: { expectedOn: input.expectedOn },
    }),
  )
