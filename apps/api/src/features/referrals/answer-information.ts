import { answerInformationInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The sender answers what the target asked; the target's clocks go on with what was left of them. */
export const answerInformation = tenantProcedure
  .meta({ can: ['answerInformation', 'Referral'] })
  .input(answerInformationInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.answerInformation',
      input,
      may: 'answerInformation',
      command: { action: 'answerInformation', answer: input.answer },
      note: input.answer,
    }),
  )
