import type { TenantActor } from '@fuqiao/access'
import { DOCUMENT_MAX_BYTES } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { insertAttachment, type NewAttachment } from './attachment-store.ts'
import { cleanFileName, FILE_KINDS, kindOfFile } from './file-kind.ts'

/** A file as it was handed in. */
export type HandedFile = { fileName: string; content: Uint8Array }

/** A paper as it was handed in. */
export type HandedIn = HandedFile & Pick<NewAttachment, 'organisationId' | 'purpose' | 'at'>

/** A file that was looked through: its bytes are what its name says, and it is small enough. */
export type ExaminedFile = HandedFile & { mediaType: string; sha256: string }

/** What a stored paper is known by. */
export type StoredPaper = { id: string; fileName: string; mediaType: string; size: number; sha256: string }

/** Looks through a file before it is stored. @throws FILE_TOO_LARGE, FILE_KIND_REFUSED */
export function examineFile({ fileName: given, content }: HandedFile): ExaminedFile {
  if (content.length > DOCUMENT_MAX_BYTES)
    throw new AppError('FILE_TOO_LARGE', { megabytes: DOCUMENT_MAX_BYTES / 1_000_000 }, { file: 'FILE_TOO_LARGE' })
  const fileName = cleanFileName(given)
  const kind = kindOfFile(fileName, Buffer.from(content.buffer, content.byteOffset, content.byteLength))
  if (!kind)
    throw new AppError('FILE_KIND_REFUSED', { kinds: Object.keys(FILE_KINDS).join(' ') }, { file: 'FILE_KIND_REFUSED' })
  const { mediaType } = FILE_KINDS[kind]
  return { fileName, content, mediaType, sha256: createHash('sha256').update(content).digest('hex') }
}

/** Stores a file that was looked through for the acting tenant, under a generated id. Whether the person may is the caller's to decide. */
export async function storeExamined(
  tx: Tx,
  actor: TenantActor,
  paper: ExaminedFile & Omit<NewAttachment, 'id'>,
): Promise<StoredPaper> {
  const { fileName, mediaType, sha256, content } = paper
  const id = v7()
  await insertAttachment(tx, actor, { ...paper, id })
  return { id, fileName, mediaType, size: content.length, sha256 }
}

/**
 * Stores a paper of an organisation for the acting tenant under a generated id, when its bytes are what its name says and it is small enough.
 * Whether the person may is the caller's to decide. @throws FILE_TOO_LARGE, FILE_KIND_REFUSED
 */
export async function storeAttachment(tx: Tx, actor: TenantActor, handedIn: HandedIn): Promise<StoredPaper> {
  const { organisationId, purpose, at } = handedIn
  return storeExamined(tx, actor, { ...examineFile(handedIn), organisationId, purpose, at })
}
