import { beginInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's lead records the first contact: the work has begun. */
export const beginReferral = tenantProcedure
  .meta({ can: ['begin', 'Referral'] })
  .input(beginInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.begin',
      input,
      may: 'begin',
      command: { action: 'begin', contactedOn: input.contactedOn, note: input.note },
      data: { contactedOn: input.contactedOn },
      note: input.note,
    }),
  )
