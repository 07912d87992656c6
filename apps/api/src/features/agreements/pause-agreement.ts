import { agreementChanged, agreementReasonInput, changeAgreementInput } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changeAgreement } from './change-agreement.ts'

/** The accepting side pauses a standing agreement: what is referred under it waits for people. */
export const pauseAgreement = tenantProcedure
  .meta({ can: ['pause', 'Agreement'] })
  .input(agreementReasonInput)
  .output(agreementChanged)
  .mutation(({ ctx, input }) =>
    changeAgreement(ctx, {
      procedure: 'agreements.pause',
      input,
      may: 'pause',
      command: { action: 'pause', reason: input.reason },
      note: input.reason,
    }),
  )

/** The accepting side takes a paused agreement up again, unless what it paused for still stands. */
export const resumeAgreement = tenantProcedure
  .meta({ can: ['resume', 'Agreement'] })
  .input(changeAgreementInput)
  .output(agreementChanged)
  .mutation(({ ctx, input }) =>
    changeAgreement(ctx, { procedure: 'agreements.resume', input, may: 'resume', command: { action: 'resume' } }),
  )
