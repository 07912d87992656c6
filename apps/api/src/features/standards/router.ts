import { router } from '../../rpc/procedures.ts'
import { acknowledgeStandard } from './acknowledge-standard.ts'
import { discardStandard, draftStandard, editStandard, publishStandard, reviseStandard } from './change-standard.ts'
import { getStandard, listAcknowledging, listStandards } from './read-standards.ts'

/** Versioned service standards of the centre, and who has acknowledged them (B-09). */
export const standardsRouter = router({
  list: listStandards,
  get: getStandard,
  acknowledging: listAcknowledging,
  draft: draftStandard,
  revise: reviseStandard,
  edit: editStandard,
  discard: discardStandard,
  publish: publishStandard,
  acknowledge: acknowledgeStandard,
})
