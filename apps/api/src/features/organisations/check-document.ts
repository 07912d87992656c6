import { civilDateSchema } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { relationOf } from '@fuqiao/access'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { insertCheck, readCheck, readDocument, revokeCheck } from './document-check-store.ts'
import { findOrganisation } from './standing.ts'

const output = z.strictObject({ id: z.uuid() })

/**
 * Says that the original of a document was looked at and found in order: by the custodian's officer, or one of an incubator with a live grant to the
 * documents. A second look is a second line. It holds for the bytes stored now. The same key gives the same answer.
 * @throws NOT_FOUND, NOT_ALLOWED, INPUT_INVALID
 */
export const checkDocument = tenantProcedure
  .meta({ can: ['create', 'DocumentCheck'] })
  .input(
    z.strictObject({
      key: z.uuid(),
      organisationId: z.uuid(),
      attachmentId: z.uuid(),
      /** Of the profile's list. */
      kind: z.string().min(1).max(60),
      checkedOn: civilDateSchema,
      validUntil: civilDateSchema.nullable(),
      note: z.string().trim().max(500),
    }),
  )
  .output(output)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { key, ...entry } = input
    return answerOnce(
      tx,
      { personId: actor.personId, key, procedure: 'organisations.checkDocument', input, now },
      async () => {
        const { organisationId, attachmentId } = entry
        const found = await findOrganisation(tx, actor, organisationId, now)
        const relation = relationOf(actor, 'DocumentCheck', { ...found.facts, organisationId }, now)
        if (relation === 'none') throw notFound()
        const document = await readDocument(tx, { networkId: actor.networkId, organisationId }, attachmentId)
        authorise(ability, 'create', 'DocumentCheck', { relation })
        refuseDoubtful(entry, civilDateOf(now), profileOf(deps, actor).documentKinds)
        const id = await insertCheck(tx, actor, { ...entry, sha256: document.sha256, at: now })
        const { kind, checkedOn, validUntil } = entry
        await writeAudit(tx, actor, {
          action: 'dossier.checkDocument',
          subjectKind: 'Organisation',
          subjectId: organisationId,
          at: now,
          details: { checkId: id, attachmentId, kind, checkedOn, validUntil, sha256: document.sha256 },
        })
        return { id }
      },
    )
  })

type Entry = { kind: string; checkedOn: string; validUntil: string | null }

/** Names what of an entry cannot be. */
function refuseDoubtful({ kind, checkedOn, validUntil }: Entry, today: string, kinds: readonly { id: string }[]): void {
  const fields: Record<string, string> = {}
  if (!kinds.some(({ id }) => id === kind)) fields['kind'] = 'INPUT_DOCUMENT_KIND_UNKNOWN'
  if (checkedOn > today) fields['checkedOn'] = 'INPUT_DAY_IN_FUTURE'
  if (validUntil !== null && validUntil < checkedOn) fields['validUntil'] = 'INPUT_DAY_BEFORE_CHECK'
  if (Object.keys(fields).length > 0) throw new AppError('INPUT_INVALID', {}, fields)
}

/** Sets a check aside with the reason that everybody reads who reads the check: the custodian any, another its own. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const revokeDocumentCheck = tenantProcedure
  .meta({ can: ['revoke', 'DocumentCheck'] })
  .input(z.strictObject({ organisationId: z.uuid(), id: z.uuid(), reason: z.string().trim().min(2).max(300) }))
  .output(output)
  .mutation(async ({ ctx, input: { organisationId, id, reason } }) => {
    const { tx, actor, ability, now } = ctx
    const found = await findOrganisation(tx, actor, organisationId, now)
    const check = await readCheck(tx, { networkId: actor.networkId, organisationId }, id)
    const relation = relationOf(actor, 'DocumentCheck', { ...found.facts, organisationId }, now)
    authorise(ability, 'revoke', 'DocumentCheck', { relation })
    if (relation !== 'own' && check.tenantId !== actor.tenantId) throw new AppError('NOT_ALLOWED')
    if (!(await revokeCheck(tx, actor, { id, reason, at: now }))) throw new AppError('VERSION_CONFLICT', { version: 2 })
    await writeAudit(tx, actor, {
      action: 'dossier.revokeDocumentCheck',
      subjectKind: 'Organisation',
      subjectId: organisationId,
      at: now,
      details: { checkId: id, attachmentId: check.attachmentId },
    })
    return { id }
  })
