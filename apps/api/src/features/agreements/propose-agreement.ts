import { agreementChanged, changeAgreementInput } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changeAgreement } from './change-agreement.ts'

/** Proposes a draft to the other side: from here on both read it, and its words stand. */
export const proposeAgreement = tenantProcedure
  .meta({ can: ['propose', 'Agreement'] })
  .input(changeAgreementInput)
  .output(agreementChanged)
  .mutation(({ ctx, input }) =>
    changeAgreement(ctx, {
      procedure: 'agreements.propose',
      input,
      may: 'propose',
      command: { action: 'propose' },
      columns: () => ({ proposedAt: ctx.now }),
    }),
  )
