import { discardInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** A draft that has never left its sender is thrown away; the audit trail keeps that it was, and why where its target had asked for it. */
export const discardReferral = tenantProcedure
  .meta({ can: ['discard', 'Referral'] })
  .input(discardInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.discard',
      input,
      may: 'discard',
      command: { action: 'discard', reason: input.reason },
      ...(input.reason === '' ? {} : { data: { reason: input.reason } }),
    }),
  )
