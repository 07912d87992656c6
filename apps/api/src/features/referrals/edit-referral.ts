import { editReferralInput, referralChanged } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { citedAgreement } from './cite-agreement.ts'
import { readNodes } from './effects-store.ts'
import { forgetFarEnd, nameFarEnd } from './far-end-store.ts'
import type { ReferralRow } from './referral-store.ts'
import { suggestionFor } from './suggestion-for.ts'
import { transit } from './transit.ts'

/** Writes the whole form of a draft. The suggestion is ranked anew by the server, so that what is kept is what was true. */
export const editReferral = tenantProcedure
  .meta({ can: ['edit', 'Referral'] })
  .input(editReferralInput)
  .output(referralChanged)
  .mutation(async ({ ctx, input }) => {
    const {
      key: _key,
      id: _id,
      version: _version,
      targetTenantId,
      agreementId: asked,
      partnerIncubatorId,
      ...form
    } = input
    const suggestion = await suggestionFor({ ...ctx, actor: ctx.actor }, input)
    const ends = { row: { networkId: ctx.actor.networkId, fromTenantId: ctx.actor.tenantId }, targetTenantId }
    const agreementId = await citedAgreement(ctx.tx, { ...ends, agreementId: asked }, ctx.now)
    return transit(ctx, {
      procedure: 'referrals.edit',
      input,
      may: 'edit',
      command: { action: 'edit' },
      check: async row => {
        if (row.organisationId === null)
          throw new AppError('REFERRAL_NOT_OF_THIS_KIND', { action: 'edit', kind: row.kind })
        if (row.kind === 'dispatch' && row.toTenantId !== targetTenantId)
          throw new AppError('REFERRAL_DISPATCHED_TARGET_FIXED')
        if (row.kind === 'pull' && row.toTenantId !== targetTenantId) throw new AppError('REFERRAL_ASKED_TARGET_FIXED')
        await nameIncubator(ctx.tx, row, { targetTenantId, partnerIncubatorId: partnerIncubatorId ?? null })
      },
      columns: { ...form, sections: [...new Set(form.sections)], toTenantId: targetTenantId, suggestion, agreementId },
    })
  })

/**
 * A referral to a partner network names one of the incubators that it offers; one inside the network names none.
 * @throws AppError REFERRAL_PARTNER_INCUBATOR_MISSING, NOT_FOUND
 */
async function nameIncubator(
  tx: Tx,
  row: ReferralRow,
  { targetTenantId, partnerIncubatorId }: { targetTenantId: string | null; partnerIncubatorId: string | null },
): Promise<void> {
  const ids = [targetTenantId, row.toTenantId].filter(id => id !== null)
  const nodes = ids.length > 0 ? await readNodes(tx, row.networkId, ids) : []
  const target = nodes.find(({ tenantId }) => tenantId === targetTenantId)
  if (target?.kind !== 'partnerNetwork') {
    if (partnerIncubatorId !== null) throw notFound()
    if (nodes.some(({ kind }) => kind === 'partnerNetwork')) await forgetFarEnd(tx, row.id)
    return
  }
  if (partnerIncubatorId === null) throw new AppError('REFERRAL_PARTNER_INCUBATOR_MISSING')
  if (!(await nameFarEnd(tx, row.id, { partnerTenantId: target.tenantId, incubatorId: partnerIncubatorId })))
    throw notFound()
}
