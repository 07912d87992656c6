import { batchPreviewSchema, previewBatchInput } from '@fuqiao/contract'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { distinctIds, weigh } from './prospects.ts'

/** What would become of each organisation if the batch were begun now; nothing is written. */
export const previewBatch = tenantProcedure
  .meta({ can: ['create', 'ReferralBatch'] })
  .input(previewBatchInput)
  .output(batchPreviewSchema)
  .query(async ({ ctx, input: { organisationIds, ...wish } }) => {
    const acting = { ...ctx, actor: ctx.actor }
    authorise(ctx.ability, 'create', 'ReferralBatch', { relation: 'sender' })
    return { rows: await weigh(acting, wish, distinctIds(acting, organisationIds)) }
  })
