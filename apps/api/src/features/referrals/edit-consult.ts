import { editConsultInput, referralChanged } from '@fuqiao/contract'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { readNodes } from './effects-store.ts'
import { suggestionFor } from './suggestion-for.ts'
import { transit } from './transit.ts'
import { hasDivision } from './world-store.ts'

/**
 * Writes the whole form of a draft that asks for advice, of an incubator of the own network.
 * @throws AppError REFERRAL_CASE_UNDESCRIBED for an area that there is none of, REFERRAL_BETWEEN_NETWORKS
 */
export const editConsult = tenantProcedure
  .meta({ can: ['edit', 'Referral'] })
  .input(editConsultInput)
  .output(referralChanged)
  .mutation(async ({ ctx, input }) => {
    const { need, needText, targetTenantId, otherReason, organisationKind, field, stage, divisionCode } = input
    const suggestion = await suggestionFor({ ...ctx, actor: ctx.actor }, { ...input, field })
    if (divisionCode !== null && !(await hasDivision(ctx.tx, divisionCode)))
      throw new AppError('REFERRAL_CASE_UNDESCRIBED')
    return transit(ctx, {
      procedure: 'referrals.editConsult',
      input,
      may: 'edit',
      command: { action: 'edit' },
      check: async row => {
        if (row.kind !== 'consult') throw new AppError('REFERRAL_NOT_OF_THIS_KIND', { action: 'edit', kind: row.kind })
        const [target] = targetTenantId === null ? [] : await readNodes(ctx.tx, row.networkId, [targetTenantId])
        if (target?.kind === 'partnerNetwork') throw new AppError('REFERRAL_BETWEEN_NETWORKS')
      },
      columns: {
        ...{ need, needText, otherReason, suggestion, toTenantId: targetTenantId },
        previewKind: organisationKind,
        previewField: field,
        previewStage: stage,
        previewDivisionCode: divisionCode,
      },
    })
  })
