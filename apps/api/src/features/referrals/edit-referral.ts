import { editReferralInput, referralChanged } from '@fuqiao/contract'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { citedAgreement } from './cite-agreement.ts'
import { suggestionFor } from './suggestion-for.ts'
import { transit } from './transit.ts'

/** Writes the whole form of a draft. The suggestion is ranked anew by the server, so that what is kept is what was true. */
export const editReferral = tenantProcedure
  .meta({ can: ['edit', 'Referral'] })
  .input(editReferralInput)
  .output(referralChanged)
  .mutation(async ({ ctx, input }) => {
    const { key: _key, id: _id, version: _version, targetTenantId, agreementId: asked, ...form } = input
    const suggestion = await suggestionFor({ ...ctx, actor: ctx.actor }, input)
    const ends = { row: { networkId: ctx.actor.networkId, fromTenantId: ctx.actor.tenantId }, targetTenantId }
    const agreementId = await citedAgreement(ctx.tx, { ...ends, agreementId: asked }, ctx.now)
    return transit(ctx, {
      procedure: 'referrals.edit',
      input,
      may: 'edit',
      command: { action: 'edit' },
      check: row => {
        if (row.kind === 'dispatch' && row.toTenantId !== targetTenantId)
          throw new AppError('REFERRAL_DISPATCHED_TARGET_FIXED')
      },
      columns: { ...form, sections: [...new Set(form.sections)], toTenantId: targetTenantId, suggestion, agreementId },
    })
  })
