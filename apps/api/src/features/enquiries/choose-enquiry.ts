import { chooseEnquiryInput, enquiryChosen } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { beginDraft } from '../referrals/index.ts'
import { changeEnquiry } from './change-enquiry.ts'

/** Chooses one of those that can: a draft referral to it begins, filled in and linked; the others are told that the matter is settled, not whom with. */
export const chooseEnquiry = tenantProcedure
  .meta({ can: ['choose', 'Enquiry'] })
  .input(chooseEnquiryInput)
  .output(enquiryChosen)
  .mutation(({ ctx, input }) => {
    const { tenantId, mode } = input
    return changeEnquiry(ctx, {
      procedure: 'enquiries.choose',
      input,
      command: { action: 'choose', tenantId },
      columns: { chosenTenantId: tenantId },
      also: async ({ row, sheets }) => {
        const { id: enquiryId, number, organisationId, need, question } = row
        const words = sheets.find(sheet => sheet.tenantId === tenantId)?.words ?? ''
        const { id: referralId } = await beginDraft(ctx, {
          ...{ organisationId, mode },
          form: {
            need,
            needText: question.slice(0, 500),
            toTenantId: tenantId,
            otherReason: `${number} ${words}`.trim(),
          },
          enquiry: { id: enquiryId, number },
        })
        return { referralId }
      },
    })
  })
