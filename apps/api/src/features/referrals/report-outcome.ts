import { reportOutcomeInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { withPapers } from './outcome-papers.ts'
import { transit } from './transit.ts'

/** The target's director says what came of it: a coded outcome, the services delivered, and papers that show it. */
export const reportOutcome = tenantProcedure
  .meta({ can: ['reportOutcome', 'Referral'] })
  .input(reportOutcomeInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.reportOutcome',
      ...withPapers(ctx, input),
      may: 'reportOutcome',
      command: { action: 'reportOutcome', outcomeCode: input.outcomeCode, servicesDelivered: input.servicesDelivered },
      data: { outcomeCode: input.outcomeCode },
      columns: {
        outcomeCode: input.outcomeCode,
        outcomeText: input.outcomeText,
        servicesDelivered: input.servicesDelivered,
      },
    }),
  )
