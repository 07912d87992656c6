import { requestInformationInput, referralChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { transit } from './transit.ts'

/** The target asks the sender for more on a section of the dossier, shared or not (补正): both of its clocks stand until the answer. */
export const requestInformation = tenantProcedure
  .meta({ can: ['requestInformation', 'Referral'] })
  .input(requestInformationInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.requestInformation',
      input,
      may: 'requestInformation',
      command: { action: 'requestInformation', section: input.section, question: input.question },
      note: input.question,
      data: { section: input.section },
      columns: { askedSection: input.section },
    }),
  )
