import { readZipDirectory } from '../src/features/organisations/zip-directory.ts'

const localHeader = 30

/** The files of a package that stores them as they are, by name, in their order. */
export function readStoredZip(bytes: Buffer): Map<string, Buffer> {
  const entries = readZipDirectory(bytes)
  if (!entries) throw new Error('no zip')
  return new Map(
    entries.map(({ name, method, size, offset }) => {
      if (method !== 0) throw new Error(`${name} is packed`)
      const start = offset + localHeader + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
      return [name, bytes.subarray(start, start + size)]
    }),
  )
}
