import { reportFailureInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's director reports that the service failed, and why; both sides confirm or dispute it as an outcome. */
export const reportFailure = tenantProcedure
  .meta({ can: ['reportFailure', 'Referral'] })
  .input(reportFailureInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.reportFailure',
      input,
      may: 'reportFailure',
      command: { action: 'reportFailure', causeCode: input.causeCode, text: input.text },
      note: input.text,
      data: { causeCode: input.causeCode },
      columns: { failureCode: input.causeCode, outcomeText: input.text },
    }),
  )
