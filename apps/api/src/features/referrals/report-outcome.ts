import { reportOutcomeInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's director says what came of it: a coded outcome and the services delivered. */
export const reportOutcome = tenantProcedure
  .meta({ can: ['reportOutcome', 'Referral'] })
  .input(reportOutcomeInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.reportOutcome',
      input,
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
