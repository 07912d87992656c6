import type { SealedCheck } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, isNull } from 'drizzle-orm'

const { attachment, documentCheck } = schema

/**
 * The checks of an organisation's documents that stand, in sight: of each document the latest, of the bytes that are stored. What has run out is told
 * as such by whoever reads it.
 */
export async function readStandingChecks(tx: Tx, networkId: number, organisationId: string): Promise<SealedCheck[]> {
  const rows = await tx
    .selectDistinctOn([attachment.createdAt, attachment.id], {
      fileName: attachment.fileName,
      sha256: attachment.sha256,
      kind: documentCheck.kind,
      tenantName: documentCheck.tenantName,
      personName: documentCheck.personName,
      checkedOn: documentCheck.checkedOn,
      validUntil: documentCheck.validUntil,
      note: documentCheck.note,
    })
    .from(documentCheck)
    .innerJoin(
      attachment,
      and(
        eq(attachment.networkId, documentCheck.networkId),
        eq(attachment.id, documentCheck.attachmentId),
        eq(attachment.sha256, documentCheck.sha256),
      ),
    )
    .where(
      and(
        eq(documentCheck.networkId, networkId),
        eq(documentCheck.organisationId, organisationId),
        isNull(documentCheck.revokedAt),
      ),
    )
    .orderBy(asc(attachment.createdAt), asc(attachment.id), desc(documentCheck.at), desc(documentCheck.id))
  return rows
}
