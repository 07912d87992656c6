import { reportFailureInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { withPapers } from './outcome-papers.ts'
import { transit } from './transit.ts'

/** The target's director reports that the service failed, why, and what shows it; both sides confirm or dispute it as an outcome. */
export const reportFailure = tenantProcedure
  .meta({ can: ['reportFailure', 'Referral'] })
  .input(reportFailureInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.reportFailure',
      ...withPapers(ctx, input),
      may: 'reportFailure',
      command: { action: 'reportFailure', causeCode: input.causeCode, text: input.text },
      note: input.text,
      data: { causeCode: input.causeCode },
      columns: { failureCode: input.causeCode, outcomeText: input.text },
    }),
  )
