/** One file inside a zip archive, as its directory describes it. */
export type ZipEntry = { name: string; method: number; compressedSize: number; size: number; offset: number }

/** Bounds inside which an archive is unpacked. */
export type ZipLimits = {
  entries: number
  /** Bytes of all entries together after unpacking. */
  totalBytes: number
  /** Unpacked bytes for each packed byte of one entry. */
  ratio: number
}

const endMark = 0x06054b50
const entryMark = 0x02014b50
const endLength = 22
const longestComment = 65_535
const encrypted = 1

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - endLength - longestComment)
  for (let at = bytes.length - endLength; at >= lowest; at -= 1) if (bytes.readUInt32LE(at) === endMark) return at
  return -1
}

/**
 * Reads the directory at an archive's end, unpacking nothing. Null when it is no such archive, is encrypted, is of the form for archives
 * beyond 4 GB, or lies about its own extent.
 */
export function readZipDirectory(bytes: Buffer): ZipEntry[] | null {
  if (bytes.length < endLength) return null
  const end = findEnd(bytes)
  if (end < 0) return null
  const [count, length, start] = [
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ]
  if (count === 0xffff || start + length > end) return null
  const entries: ZipEntry[] = []
  let at = start
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== entryMark || (bytes.readUInt16LE(at + 8) & encrypted) !== 0)
      return null
    const nameLength = bytes.readUInt16LE(at + 28)
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

/** Whether an archive of this directory may be unpacked at all. */
export function isWithinLimits(entries: readonly ZipEntry[], limits: ZipLimits): boolean {
  if (entries.length > limits.entries) return false
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  return (
    total <= limits.totalBytes &&
    entries.every(({ size, compressedSize }) => size <= Math.max(1, compressedSize) * limits.ratio)
  )
}
