import { closeEnquiryInput, enquiryChanged } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changeEnquiry } from './change-enquiry.ts'

/** One deed that ends an enquiry without a choice. */
const closing = <Action extends 'giveUp' | 'withdraw'>(action: Action) =>
  tenantProcedure
    .meta({ can: [action, 'Enquiry'] })
    .input(closeEnquiryInput)
    .output(enquiryChanged)
    .mutation(({ ctx, input }) =>
      changeEnquiry(ctx, {
        procedure: `enquiries.${action}`,
        input,
        command: { action, reason: input.reason },
        note: input.reason,
      }),
    )

/** The sender finds nobody among those asked; what nobody could take is an unmet need. */
export const giveUpEnquiry = closing('giveUp')
/** The sender takes its enquiry back; it counts as no unmet need. */
export const withdrawEnquiry = closing('withdraw')
