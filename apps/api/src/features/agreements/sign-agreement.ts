import { agreementChanged, signAgreementInput } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { sideOf } from './agreement-facts.ts'
import { changeAgreement } from './change-agreement.ts'

/** Signs for the acting side. With both signatures the agreement is in force from its first day. */
export const signAgreement = tenantProcedure
  .meta({ can: ['sign', 'Agreement'] })
  .input(signAgreementInput)
  .output(agreementChanged)
  .mutation(({ ctx, input }) => {
    const { signatory } = input
    return changeAgreement(ctx, {
      procedure: 'agreements.sign',
      input,
      may: 'sign',
      command: { action: 'sign', signatory },
      columns: ({ row }) =>
        sideOf(row, ctx.actor.tenantId) === 'first'
          ? { firstSignedAt: ctx.now, firstSignatory: signatory }
          : { secondSignedAt: ctx.now, secondSignatory: signatory },
      note: signatory,
    })
  })
