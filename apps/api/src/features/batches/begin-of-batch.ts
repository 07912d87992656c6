import { batchItemBegun, beginOfBatchInput } from '@fuqiao/contract'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { beginDraft } from '../referrals/index.ts'
import { type BatchRow, lockItem, readBatch, readItems, writeItem } from './batch-store.ts'
import { type Acting, weigh, type Wish } from './prospects.ts'

/**
 * Begins the draft of one organisation of a batch, filled in and an ordinary referral from then on; or notes why there can be none now. The
 * organisation's place in the batch is the request's key: asked twice, at once or after a crash, it answers the same draft and begins no second.
 */
export const beginOfBatch = tenantProcedure
  .meta({ can: ['begin', 'ReferralBatch'] })
  .input(beginOfBatchInput)
  .output(batchItemBegun)
  .mutation(async ({ ctx, input }) => {
    const acting = { ...ctx, actor: ctx.actor }
    const { tx, actor, ability, now } = acting
    const { organisationId } = input
    const key = { networkId: actor.networkId, id: input.id, organisationId }
    const [batch, item, items] = await Promise.all([readBatch(tx, key), lockItem(tx, key), readItems(tx, key)])
    if (!batch || !item) throw notFound()
    authorise(ability, 'begin', 'ReferralBatch', { relation: 'sender' })
    if (item.referralId !== null)
      return { organisationId, referral: { id: item.referralId, number: item.referralNumber ?? '' }, refusal: null }
    const refusal = await refusalOf(acting, batch, { items, organisationId })
    if (refusal) {
      const { code: refusalCode, params: refusalParams } = refusal
      await writeItem(tx, key, { referralId: null, referralNumber: null, refusalCode, refusalParams, triedAt: now })
      return { organisationId, referral: null, refusal }
    }
    const { id, number } = await begin(acting, batch, organisationId)
    await writeItem(tx, key, {
      ...{ referralId: id, referralNumber: number, refusalCode: null, refusalParams: null, triedAt: now },
    })
    return { organisationId, referral: { id, number }, refusal: null }
  })

/** What stands against it now. An organisation that has left the sender's sight since it was marked is not its own any more. */
async function refusalOf(
  acting: Acting,
  batch: BatchRow,
  { items, organisationId }: { items: Awaited<ReturnType<typeof readItems>>; organisationId: string },
) {
  const inSight = items
    .filter(({ organisationName }) => organisationName !== null)
    .map(({ item }) => item.organisationId)
  if (!inSight.includes(organisationId)) return { code: 'REFERRAL_ORGANISATION_NOT_YOURS' as const, params: {} }
  const [weighed] = await weigh(acting, wishOf(batch), [organisationId], inSight)
  return weighed?.refusal ?? null
}

function wishOf({
  mode,
  need,
  needText,
  toTenantId,
  otherReason,
  purpose,
  sections,
  personal,
  grantUntil,
}: BatchRow): Wish {
  return {
    ...{ mode, need, needText, targetTenantId: toTenantId, otherReason, purpose, personal, grantUntil },
    sections: sections as Wish['sections'],
  }
}

function begin(acting: Acting, batch: BatchRow, organisationId: string) {
  const { mode, need, needText, toTenantId, otherReason, purpose, sections, personal, grantUntil, number } = batch
  const form = { need, needText, toTenantId, otherReason, purpose, sections, personal, grantUntil }
  return beginDraft(acting, { organisationId, mode, form, batch: number })
}
