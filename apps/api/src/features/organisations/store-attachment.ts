import type { TenantActor } from '@fuqiao/access'
import { DOCUMENT_MAX_BYTES } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { insertAttachment } from './attachment-store.ts'
import { cleanFileName, FILE_KINDS, kindOfFile } from './file-kind.ts'

/** A paper as it was handed in. */
export type HandedIn = {
  organisationId: string
  purpose: 'document' | 'consentPaper'
  fileName: string
  content: Uint8Array
  at: Date
}

/** What a stored paper is known by. */
export type StoredPaper = { id: string; fileName: string; mediaType: string; size: number; sha256: string }

/**
 * Stores a paper of an organisation for the acting tenant under a generated id, when its bytes are what its name says and it is small enough.
 * Whether the person may is the caller's to decide. @throws FILE_TOO_LARGE, FILE_KIND_REFUSED
 */
export async function storeAttachment(tx: Tx, actor: TenantActor, handedIn: HandedIn): Promise<StoredPaper> {
  const { content, at, organisationId, purpose } = handedIn
  if (content.length > DOCUMENT_MAX_BYTES)
    throw new AppError('FILE_TOO_LARGE', { megabytes: DOCUMENT_MAX_BYTES / 1_000_000 }, { file: 'FILE_TOO_LARGE' })
  const fileName = cleanFileName(handedIn.fileName)
  const kind = kindOfFile(fileName, Buffer.from(content.buffer, content.byteOffset, content.byteLength))
  if (!kind)
    throw new AppError('FILE_KIND_REFUSED', { kinds: Object.keys(FILE_KINDS).join(' ') }, { file: 'FILE_KIND_REFUSED' })
  const { mediaType } = FILE_KINDS[kind]
  const [id, sha256] = [v7(), createHash('sha256').update(content).digest('hex')]
  await insertAttachment(tx, actor, { id, organisationId, purpose, fileName, mediaType, sha256, content, at })
  return { id, fileName, mediaType, size: content.length, sha256 }
}
