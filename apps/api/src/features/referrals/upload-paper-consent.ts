import { consentPaperMaxBytes, referralChanged, uploadPaperConsentInput } from '@fuqiao/contract'
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { insertAttachment } from './effects-store.ts'
import { organisationOf, readReferral } from './referral-store.ts'
import { transit } from './transit.ts'

const kinds = [
  { mediaType: 'application/pdf', magic: Buffer.from('%PDF-') },
  { mediaType: 'image/jpeg', magic: Buffer.from([0xff, 0xd8, 0xff]) },
  { mediaType: 'image/png', magic: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
]

/** The file of a signed consent, judged by its first bytes and not by its name. @throws AppError FILE_TOO_LARGE, FILE_KIND_REFUSED */
export function readPaper(base64: string): { content: Buffer; mediaType: string } {
  const content = Buffer.from(base64, 'base64')
  if (content.length > consentPaperMaxBytes)
    throw new AppError('FILE_TOO_LARGE', { megabytes: consentPaperMaxBytes / 1024 / 1024 })
  const kind = kinds.find(({ magic }) => content.subarray(0, magic.length).equals(magic))
  if (!kind) throw new AppError('FILE_KIND_REFUSED', { kinds: 'PDF, JPEG, PNG' })
  return { content, mediaType: kind.mediaType }
}

/** The sender's staff put a consent signed on paper on file, with the reason why not by account: it stands as the organisation's signature. */
export const uploadPaperConsent = tenantProcedure
  .meta({ can: ['uploadPaperConsent', 'Referral'] })
  .input(uploadPaperConsentInput)
  .output(referralChanged)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { content, mediaType } = readPaper(input.content)
    const { signatory, reason } = input
    const attachmentId = v7()
    const sha256 = createHash('sha256').update(content).digest('hex')
    // While a question is open, it is what was asked for beside the consent.
    const row = await readReferral(tx, { networkId: actor.networkId, id: input.id })
    const action = row?.state === 'informationRequested' ? 'signFurtherConsent' : 'signConsent'
    return transit(ctx, {
      procedure: 'referrals.uploadPaperConsent',
      input,
      may: 'uploadPaperConsent',
      command: { action, method: 'paper', reason },
      data: { method: 'paper' },
      signature: { method: 'paper', signatory, signatoryPersonId: null, attachmentId, reason },
      writes: ({ row }) => [
        () =>
          insertAttachment(tx, {
            networkId: row.networkId,
            id: attachmentId,
            tenantId: actor.tenantId,
            scopeKey: actor.scopeLow,
            organisationId: organisationOf(row),
            purpose: 'consentPaper',
            fileName: input.fileName,
            mediaType,
            size: content.length,
            sha256,
            content,
            personName: actor.personName,
            createdAt: now,
          }),
      ],
    })
  })
