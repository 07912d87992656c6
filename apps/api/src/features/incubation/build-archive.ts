import type { Profile } from '@fuqiao/domain/profile'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { isPaperForOrganisation, marksOf } from './archive-audience.ts'
import { type ArchiveContent, forOrganisation, readContent } from './archive-content.ts'
import { type Manifest, type ManifestFile, manifestName, manifestText, sha256 } from './archive-manifest.ts'
import { indexNames, indexPage, objectionsPage, organisationNames, organisationPage } from './archive-pages.ts'
import { recordsOf } from './archive-records.ts'
import { type ArchiveDocument, insertArchive } from './archive-store.ts'
import type { WholeCase } from './case-store.ts'

/** An archive that is about to be kept: its documents, and the digest of its manifest. */
export type BuiltArchive = { documents: ArchiveDocument[]; digest: string }

/**
 * Puts a case away (Z-17): everything there is of it as documents that stay as they were written, whatever words or rules a later release has, and a manifest
 * with the digest of each of them and of each paper. Papers stay where they are; they are never changed.
 */
export async function buildArchive(acting: ActingIn, found: WholeCase, profile: Profile): Promise<BuiltArchive> {
  const content = await readContent(acting, found, profile)
  const documents = documentsOf(content)
  const text = manifestText(manifestOf(content, documents))
  return { documents: [...documents, { ...marksOf(manifestName), content: text }], digest: sha256(text) }
}

/** Keeps it. In the transaction that sets the mark. */
export function keepArchive({ tx }: ActingIn, { row }: WholeCase, { documents }: BuiltArchive): Promise<void> {
  const { networkId, id: caseId, tenantId, scopeKey, organisationId } = row
  return insertArchive(tx, { networkId, caseId, tenantId, scopeKey, organisationId }, documents)
}

function documentsOf(content: ArchiveContent): ArchiveDocument[] {
  const pages = (['zh', 'en'] as const).flatMap(language => [
    { ...marksOf(indexNames[language]), content: indexPage(content, language) },
    { ...marksOf(organisationNames[language]), content: organisationPage(forOrganisation(content), language) },
  ])
  const records = recordsOf(content).map(({ name, record }) => ({
    ...{ ...marksOf(name), content: `${JSON.stringify(record, null, 2)}\n` },
  }))
  return [...pages, ...records, { ...marksOf('objections.html'), content: objectionsPage(content) }]
}

function manifestOf({ row, papers, archivedAt }: ArchiveContent, documents: readonly ArchiveDocument[]): Manifest {
  const written = documents.map(({ name, content, isInternal, isForOrganisation }): ManifestFile => ({
    ...{
      name,
      sha256: sha256(content),
      size: Buffer.byteLength(content),
      isInternal,
      isForOrganisation,
      paperId: null,
    },
  }))
  const handedIn = papers.map(({ id, packedAs, sha256: digest, size, purpose }): ManifestFile => ({
    ...{ name: packedAs, sha256: digest, size, isInternal: false, paperId: id },
    isForOrganisation: isPaperForOrganisation(purpose),
  }))
  return {
    format: 'fuqiao/case-archive/2',
    ...{ caseId: row.id, number: row.number, organisation: row.organisationName },
    archivedAt: archivedAt.toISOString(),
    files: [...written, ...handedIn],
  }
}
