import { agreementChanged, agreementReasonInput } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changeAgreement } from './change-agreement.ts'

/** One deed that closes an agreement with a reason. */
const closing = <Action extends 'decline' | 'withdraw' | 'end'>(action: Action) =>
  tenantProcedure
    .meta({ can: [action, 'Agreement'] })
    .input(agreementReasonInput)
    .output(agreementChanged)
    .mutation(({ ctx, input }) =>
      changeAgreement(ctx, {
        procedure: `agreements.${action}`,
        input,
        may: action,
        command: { action, reason: input.reason },
        note: input.reason,
      }),
    )

/** The second side declines what was proposed to it. */
export const declineAgreement = closing('decline')
/** The first side takes back its draft or its proposal. */
export const withdrawAgreement = closing('withdraw')
/** Either side ends what both signed, with the reason it gives the other. */
export const endAgreement = closing('end')
