import { router } from '../../rpc/procedures.ts'
import { beginOfBatch } from './begin-of-batch.ts'
import { previewBatch } from './preview-batch.ts'
import { getBatch, listBatches } from './read-batches.ts'
import { startBatch } from './start-batch.ts'
import { suggestForBatch } from './suggest-for-batch.ts'

/** Batch referral (批量转介): several organisations referred at once, each by an ordinary referral of its own (B-11). */
export const batchesRouter = router({
  list: listBatches,
  get: getBatch,
  suggest: suggestForBatch,
  preview: previewBatch,
  start: startBatch,
  begin: beginOfBatch,
})
