import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq } from 'drizzle-orm'
import type { CaseKey } from './case-store.ts'

const { caseArchiveDocument } = schema

/** What an archive holds beside the papers, as it was written. */
export type ArchiveDocument = Pick<
  typeof caseArchiveDocument.$inferSelect,
  'name' | 'content' | 'isInternal' | 'isForOrganisation'
>

type Place = { networkId: number; caseId: string; tenantId: string; scopeKey: bigint; organisationId: string }

export async function insertArchive(tx: Tx, place: Place, documents: readonly ArchiveDocument[]): Promise<void> {
  await tx.insert(caseArchiveDocument).values(documents.map(document => ({ ...place, ...document })))
}

/** The documents of an archive as far as they are in sight, by name. */
export function readArchive(tx: Tx, { networkId, id }: CaseKey): Promise<ArchiveDocument[]> {
  return tx
    .select({
      name: caseArchiveDocument.name,
      content: caseArchiveDocument.content,
      isInternal: caseArchiveDocument.isInternal,
      isForOrganisation: caseArchiveDocument.isForOrganisation,
    })
    .from(caseArchiveDocument)
    .where(and(eq(caseArchiveDocument.networkId, networkId), eq(caseArchiveDocument.caseId, id)))
    .orderBy(asc(caseArchiveDocument.name))
}

/** Whether anything of an archive is in sight: of a package of an earlier release the organisation sees nothing. */
export async function isArchiveInSight(tx: Tx, { networkId, id }: CaseKey): Promise<boolean> {
  const rows = await tx
    .select({ name: caseArchiveDocument.name })
    .from(caseArchiveDocument)
    .where(and(eq(caseArchiveDocument.networkId, networkId), eq(caseArchiveDocument.caseId, id)))
    .limit(1)
  return rows.length > 0
}
