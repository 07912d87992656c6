import { requestReturnInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target's director asks the sender to take the organisation back; custody stays until the sender accepts. */
export const requestReturn = tenantProcedure
  .meta({ can: ['requestReturn', 'Referral'] })
  .input(requestReturnInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.requestReturn',
      input,
      may: 'requestReturn',
      command: { action: 'requestReturn', reason: input.reason, handOverSheet: input.handOverSheet },
      note: `${input.reason}\n${input.handOverSheet}`,
    }),
  )
