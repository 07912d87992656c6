import { progressInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target tells how the work goes; the sender and the organisation read it, and the cadence begins anew. */
export const addProgress = tenantProcedure
  .meta({ can: ['progress', 'Referral'] })
  .input(progressInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.progress',
      input,
      may: 'progress',
      command: { action: 'progress', note: input.note },
      note: input.note,
    }),
  )
