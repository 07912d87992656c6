import { holdInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The service pauses until a day; what the target may look into is not extended by it. */
export const holdService = tenantProcedure
  .meta({ can: ['hold', 'Referral'] })
  .input(holdInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.hold',
      input,
      may: 'hold',
      command: { action: 'hold', reason: input.reason, resumeOn: input.resumeOn },
      note: input.reason,
      data: { resumeOn: input.resumeOn },
      columns: { resumeOn: input.resumeOn },
    }),
  )
