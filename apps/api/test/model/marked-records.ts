import { schema, type Tx } from '@fuqiao/db'
import type { OrganisationRow } from '@fuqiao/db/factories'
import { createHash, randomUUID } from 'node:crypto'
import { testMonday } from '../harness.ts'
import { markedCheck, markedNote, markedPaper, markedPerson } from './marked.ts'

/** Writes what is kept of an organisation beside its sections, with marks: a named person, a note, a document and what an officer found in it. */
export async function addMarkedRecords(tx: Tx, organisation: OrganisationRow, number: number): Promise<void> {
  const { networkId, id: organisationId, tenantId, scopeKey } = organisation
  const own = { networkId, organisationId, tenantId }
  const at = testMonday
  const [attachmentId, personName] = [randomUUID(), '经办人']
  const { fileName, content } = markedPaper(number)
  const sha256 = createHash('sha256').update(content).digest('hex')
  await tx.insert(schema.organisationPerson).values({ ...own, scopeKey, updatedAt: at, ...markedPerson(number) })
  await tx
    .insert(schema.organisationNote)
    .values({ ...own, id: randomUUID(), text: markedNote(number), personName, at })
  await tx.insert(schema.attachment).values({
    ...{ ...own, scopeKey, id: attachmentId, purpose: 'document', fileName, mediaType: 'application/pdf' },
    ...{ size: content.length, sha256, content, personName, createdAt: at },
  })
  await tx.insert(schema.documentCheck).values({
    ...{ ...own, id: randomUUID(), attachmentId, tenantName: '原件核对机构', personId: randomUUID(), personName },
    ...{ kind: 'charter', sha256, checkedOn: '2025-06-01', note: markedCheck(number), at },
  })
}
