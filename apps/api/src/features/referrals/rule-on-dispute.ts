import { ruleInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The common superior's director rules: the report stands and the referral closes, or the target goes on serving. */
export const ruleOnDispute = tenantProcedure
  .meta({ can: ['rule', 'Referral'] })
  .input(ruleInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.rule',
      input,
      may: 'rule',
      command: { action: 'rule', ruling: input.ruling, text: input.text },
      note: input.text,
      data: { ruling: input.ruling },
      columns: { ruling: input.ruling },
    }),
  )
