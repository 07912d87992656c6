import { editReferralInput, referralChanged } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import type { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { citedAgreement } from './cite-agreement.ts'
import { readNodes } from './effects-store.ts'
import { readReferral } from './referral-store.ts'
import { rankFor } from './suggest-targets.ts'
import { type ActingIn, transit } from './transit.ts'
import { readWorld } from './world-store.ts'

/** How many of the ranked incubators count as suggested: choosing another takes a reason. */
const suggested = 5

type Input = z.infer<typeof editReferralInput>

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

/** What stood to choose from when the target was chosen. @throws AppError NOT_FOUND for a target outside the network, REFERRAL_NEED_UNKNOWN */
async function suggestionFor(acting: ActingIn & { actor: TenantActor }, { id, need, targetTenantId }: Input) {
  const { tx, actor, deps } = acting
  if (need !== null && !profileOf(deps, actor).functions.some(entry => entry.id === need))
    throw new AppError('REFERRAL_NEED_UNKNOWN')
  if (targetTenantId === null) return null
  const key = { networkId: actor.networkId, id }
  const [row, world, [target]] = await Promise.all([
    readReferral(tx, key),
    readWorld(tx, id),
    readNodes(tx, actor.networkId, [targetTenantId]),
  ])
  if (!row || !world || !target) throw notFound()
  if (need === null || row.fromTenantId !== actor.tenantId) return null
  const { ranked } = await rankFor(acting, row, { need, world })
  const tenantIds = ranked.slice(0, suggested).map(({ tenantId }) => tenantId)
  return { need, tenantIds, taken: tenantIds.includes(targetTenantId) }
}
