import { waitlistInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The wait is looked at again and goes on, within the longest that a wait may last. */
export const keepWaiting = tenantProcedure
  .meta({ can: ['keepWaiting', 'Referral'] })
  .input(waitlistInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.keepWaiting',
      input,
      may: 'keepWaiting',
      command: { action: 'keepWaiting', reason: input.reason, expectedOn: input.expectedOn },
      note: input.reason,
      data: { expectedOn: input.expectedOn },
      columns: { expectedOn: input.expectedOn },
    }),
  )
