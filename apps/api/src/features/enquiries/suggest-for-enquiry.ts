import { enquirySuggestionsSchema, suggestForEnquiryInput } from '@fuqiao/contract'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { rankForNeed, suggestionView } from '../referrals/index.ts'

/** How many are suggested. */
const most = 15

/** Which incubators fit a need best, ranked as for a referral but without knowing whom it is about; and how many may be asked. */
export const suggestForEnquiry = tenantProcedure
  .meta({ can: ['create', 'Enquiry'] })
  .input(suggestForEnquiryInput)
  .output(enquirySuggestionsSchema)
  .query(async ({ ctx, input }) => {
    const { actor, ability, deps } = ctx
    authorise(ability, 'create', 'Enquiry', { relation: 'sender' })
    const { ranked, directory } = await rankForNeed(ctx, input, actor.tenantId)
    const { maxTargets, answer } = profileOf(deps, actor).enquiry
    return {
      suggestions: ranked.slice(0, most).flatMap(suggestion => suggestionView(suggestion, directory)),
      considered: directory.size,
      most: maxTargets,
      term: { days: answer.days, unit: answer.unit },
    }
  })
