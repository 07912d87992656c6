import type { Writable } from 'node:stream'
import { actingStep, type StepCaller } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { type PackedFile, streamZip } from '../../sheets/stream-zip.ts'
import { writeAudit } from '../audit/index.ts'
import { type Manifest, type ManifestFile, manifestIn, manifestName, sha256 } from './archive-manifest.ts'
import { type ArchiveDocument, readArchive } from './archive-store.ts'
import { standingToCase } from './case-facts.ts'
import { type CaseRow, readCase } from './case-store.ts'
import { casePaperFor } from './papers.ts'

/** A package that may be sent: what goes into it for whoever takes it, looked through before the first byte leaves. */
export type ArchiveTicket = {
  fileName: string
  digest: string
  manifest: Manifest
  files: ManifestFile[]
  documents: Map<string, string>
}

/**
 * Lets the package of an archived case be taken by whoever the permission book lets export it, and leaves the line of who took it. What was kept is held
 * against the digest in the case's mark first. The organisation gets what is for it. @throws NOT_FOUND, NOT_ALLOWED, CASE_WRONG_STATE, CASE_ARCHIVE_BROKEN
 */
export function takeArchive(caller: StepCaller, id: string): Promise<ArchiveTicket> {
  return actingStep(caller, false, async ({ tx, actor, ability, now }) => {
    const key = { networkId: actor.networkId, id }
    const found = await readCase(tx, key)
    if (!found) throw notFound()
    const { row } = found
    authorise(ability, 'export', 'IncubationCase', { relation: standingToCase(actor, row, now) })
    if (row.archiveDigest === null) throw new AppError('CASE_WRONG_STATE', { action: 'takeArchive', state: row.state })
    const kept = await readArchive(tx, key)
    const isOrganisation = actor.kind === 'organisation'
    // What was put away before there were pages for it: its incubator gives it what it asks for.
    if (isOrganisation && kept.length === 0) throw new AppError('NOT_ALLOWED')
    const ticket = ticketOf(row, { digest: row.archiveDigest, kept, isOrganisation })
    await writeAudit(tx, actor, {
      ...{ action: 'incubationCase.export', subjectKind: 'IncubationCase', subjectId: id, at: now },
      details: { number: row.number, digest: ticket.digest },
    })
    return ticket
  })
}

const broken = () => new AppError('CASE_ARCHIVE_BROKEN')

type Kept = { digest: string; kept: readonly ArchiveDocument[]; isOrganisation: boolean }

function ticketOf(row: CaseRow, { digest, kept, isOrganisation }: Kept): ArchiveTicket {
  const documents = new Map(kept.map(({ name, content }) => [name, content]))
  const text = documents.get(manifestName)
  if (text === undefined || sha256(text) !== digest) throw broken()
  const manifest = manifestIn(text)
  const files = manifest.files.filter(({ isForOrganisation }) => isForOrganisation || !isOrganisation)
  for (const file of files) if (file.paperId === null) checkDocument(file, documents)
  return { fileName: `${row.number ?? row.id}.zip`, digest, manifest, files, documents }
}

/** What is the incubator's alone may be out of sight; what is in sight is what it was. */
function checkDocument({ name, sha256: digest, isInternal }: ManifestFile, documents: ReadonlyMap<string, string>) {
  const content = documents.get(name)
  if (content === undefined ? !isInternal : sha256(content) !== digest) throw broken()
}

/** Streams the package, one paper at a time, each held against the manifest before it goes; one that is another breaks the stream off. */
export async function streamArchive(caller: StepCaller, ticket: ArchiveTicket, out: Writable): Promise<void> {
  const { archivedAt } = ticket.manifest
  await streamZip(out, filesOf(caller, ticket), { date: new Date(archivedAt), comment: `sha256:${ticket.digest}` })
}

async function* filesOf(caller: StepCaller, { files, documents }: ArchiveTicket): AsyncGenerator<PackedFile> {
  for (const { name, sha256: digest, paperId } of files) {
    if (paperId === null) {
      const content = documents.get(name)
      if (content !== undefined) yield { name, content: Buffer.from(content) }
      continue
    }
    const { content } = await casePaperFor(caller, paperId)
    if (sha256(content) !== digest) throw broken()
    yield { name, content }
  }
  yield { name: manifestName, content: Buffer.from(documents.get(manifestName) ?? '') }
}
