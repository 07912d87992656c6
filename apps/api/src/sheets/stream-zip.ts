import { createRequire } from 'node:module'
import type { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

type Done = (error?: Error | null) => void
/** What is used of a library that comes without types. */
type ZipStream = Transform & {
  entry(source: Buffer, data: { name: string; date: Date }, done: Done): void
  finish(): void
}
const ZipStream = createRequire(import.meta.url)('zip-stream') as new (options: {
  store: boolean
  comment: string
}) => ZipStream

/** A file of a package. Its name is one of ours: plain letters, no place above its own. */
export type PackedFile = { name: string; content: Uint8Array }

/** What every file of a package has in common. */
export type Packing = {
  /** The time that each bears, so that the same files make the same bytes. */
  date: Date
  /** Stands in the package itself, beside the files. */
  comment: string
}

/**
 * Streams files as one zip, stored as they are, each taken from `files` only when the one before has gone out: no more than one is held. The same files in the
 * same order make the same bytes. @throws whatever `files` throws, or the stream that is written to
 */
export async function streamZip(out: Writable, files: AsyncIterable<PackedFile>, packing: Packing): Promise<void> {
  const zip = new ZipStream({ store: true, comment: packing.comment })
  const gone = pipeline(zip, out)
  await Promise.all([gone, pour(zip, files, { gone, date: packing.date })])
}

async function pour(
  zip: ZipStream,
  files: AsyncIterable<PackedFile>,
  { gone, date }: { gone: Promise<void>; date: Date },
): Promise<void> {
  // Whoever reads may leave: then nothing calls back any more.
  for await (const file of files) await Promise.race([gone, append(zip, file, date)])
  zip.finish()
}

async function append(zip: ZipStream, { name, content }: PackedFile, date: Date): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    zip.entry(Buffer.from(content.buffer, content.byteOffset, content.byteLength), { name, date }, error => {
      if (error) reject(error)
      else resolve()
    })
  })
  // Called back once what was written before it has been taken.
  await new Promise<void>((resolve, reject) => {
    zip.write(Buffer.alloc(0), error => {
      if (error) reject(error)
      else resolve()
    })
  })
}
