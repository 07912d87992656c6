import { relationOf } from '@fuqiao/access'
import { actingStep, type StepCaller } from '../../rpc/acting-step.ts'
import { authorise } from '../../rpc/procedures.ts'
import { readAttachment, type StoredAttachment } from './attachment-store.ts'
import { recordLook } from './dossier-store.ts'

/** A stored paper for whoever may read it; a look from another tenant leaves a line that the organisation reads. @throws NOT_FOUND, NOT_ALLOWED */
export function attachmentFor(caller: StepCaller, id: string): Promise<StoredAttachment> {
  return actingStep(caller, false, async ({ tx, actor, ability, now }) => {
    const paper = await readAttachment(tx, actor, id)
    const relation = relationOf(actor, 'Attachment', paper, now)
    authorise(ability, 'read', 'Attachment', { relation })
    // What shows an outcome is no part of the dossier: its parties read it as they read the outcome.
    if (actor.kind === 'tenant' && paper.tenantId !== actor.tenantId && paper.purpose !== 'outcomePaper') {
      const basis = relation === 'grantee' ? 'grant' : 'supervision'
      await recordLook(tx, actor, { organisationId: paper.organisationId, sections: ['documents'], basis, at: now })
    }
    return paper
  })
}
