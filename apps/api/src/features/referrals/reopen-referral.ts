import { referralChanged, reopenInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { reopenGrant } from './effects-store.ts'
import { transit } from './transit.ts'

/** Either director takes a closed referral up again within its days, while the consent holds: the target looks in anew until the day that is named. */
export const reopenReferral = tenantProcedure
  .meta({ can: ['reopen', 'Referral'] })
  .input(reopenInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.reopen',
      input,
      may: 'reopen',
      command: { action: 'reopen', reason: input.reason, grantUntil: input.grantUntil },
      note: input.reason,
      data: { grantUntil: input.grantUntil },
      columns: { plannedEndOn: input.grantUntil, outcomeCode: null, failureCode: null, disputedBy: null, ruling: null },
      writes: ({ row }) => [() => reopenGrant(ctx.tx, { referralId: row.id, grantId: v7(), until: input.grantUntil })],
    }),
  )
