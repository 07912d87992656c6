import { batchStarted, startBatchInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { nextNumber } from '../network/index.ts'
import { insertBatch } from './batch-store.ts'
import { type Acting, distinctIds, weigh } from './prospects.ts'

/**
 * Keeps what is said once for all, and whom it is about (B-11). No draft is begun yet: each is begun by itself (`begin`), so that one that cannot be
 * does not stop the others, and what a crash cut short is gone on with from this row.
 */
export const startBatch = tenantProcedure
  .meta({ can: ['create', 'ReferralBatch'] })
  .input(startBatchInput)
  .output(batchStarted)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'batches.start', input, now }
    return answerOnce(tx, request, () => start({ ...ctx, actor }, input))
  })

async function start(acting: Acting, input: z.infer<typeof startBatchInput>) {
  const { tx, actor, ability, now } = acting
  const { networkId, tenantId, divisionCode, personId, personName } = actor
  const { key: _key, organisationIds, targetTenantId, name, ...wish } = input
  authorise(ability, 'create', 'ReferralBatch', { relation: 'sender' })
  const ids = distinctIds(acting, organisationIds)
  // Refuses what no organisation could be referred with, and whom it does not see; each one's own refusal is its own.
  await weigh(acting, { ...wish, targetTenantId }, ids)
  const [id, year] = [v7(), Number(civilDateOf(now).slice(0, 4))]
  const count = await nextNumber(tx, { networkId, tenantId, name: 'referralBatch', year })
  const number = `PL${year}-${divisionCode}-${String(count).padStart(4, '0')}`
  await insertBatch(
    tx,
    {
      ...wish,
      ...{ networkId, id, number, name, fromTenantId: tenantId, toTenantId: targetTenantId, size: ids.length },
      ...{ sections: [...new Set(wish.sections)], createdByPersonId: personId, createdByName: personName },
      createdAt: now,
    },
    ids,
  )
  await writeAudit(tx, actor, {
    action: 'referralBatch.start',
    subjectKind: 'ReferralBatch',
    subjectId: id,
    at: now,
    details: { number, mode: wish.mode, organisations: ids.length },
  })
  return { id, number, organisationIds: ids }
}
