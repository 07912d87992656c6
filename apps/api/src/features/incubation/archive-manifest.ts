import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { DocumentName } from './archive-audience.ts'

/** SHA-256 in hexadecimal. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

const fileSchema = z.strictObject({
  /** In the package. */
  name: z.string(),
  sha256: z.string().length(64),
  size: z.int(),
  /** The incubator's alone: whoever stands above gets the package without it. */
  isInternal: z.boolean(),
  /** In the organisation's own package too. */
  isForOrganisation: z.boolean().default(false),
  /** The paper that it is; null of what was written for the archive. */
  paperId: z.uuid().nullable(),
})
/** A file of an archive, with its digest. */
export type ManifestFile = z.infer<typeof fileSchema>

const manifestSchema = z.strictObject({
  /** The second says what is for the organisation; of the first nothing is. */
  format: z.enum(['fuqiao/case-archive/1', 'fuqiao/case-archive/2']),
  caseId: z.uuid(),
  number: z.string().nullable(),
  organisation: z.string(),
  archivedAt: z.string(),
  files: z.array(fileSchema),
})
/** What an archive consists of. Its own digest is kept with the mark of the case. */
export type Manifest = z.infer<typeof manifestSchema>

/** The manifest's name in its package: it lists every file but itself. */
export const manifestName = 'manifest.json' satisfies DocumentName

/** A manifest as it is written. */
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`

/** A manifest as it was written. @throws Error where it is none */
export const manifestIn = (text: string): Manifest => manifestSchema.parse(JSON.parse(text))
