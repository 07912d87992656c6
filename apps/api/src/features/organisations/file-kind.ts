import { isWithinLimits, readZipDirectory, type ZipLimits } from './zip-directory.ts'

/** The kinds of paper that a dossier takes, by the endings of their names. */
export const FILE_KINDS = {
  pdf: { endings: ['pdf'], mediaType: 'application/pdf' },
  jpg: { endings: ['jpg', 'jpeg'], mediaType: 'image/jpeg' },
  png: { endings: ['png'], mediaType: 'image/png' },
  docx: { endings: ['docx'], mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  xlsx: { endings: ['xlsx'], mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
} as const
export type FileKind = keyof typeof FILE_KINDS

/** An office document that unpacks beyond this is built to harm. */
export const officeLimits: ZipLimits = { entries: 2000, totalBytes: 200 * 1024 * 1024, ratio: 300 }

function startsWith(bytes: Buffer, ...mark: number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}

function officeKind(bytes: Buffer): FileKind | null {
  const entries = readZipDirectory(bytes)
  if (!entries || !isWithinLimits(entries, officeLimits)) return null
  const has = (name: string) => entries.some(entry => entry.name === name)
  if (!has('[Content_Types].xml')) return null
  return has('word/document.xml') ? 'docx' : has('xl/workbook.xml') ? 'xlsx' : null
}

/** What the bytes are, whatever the name says; null for everything else. */
function kindOfBytes(bytes: Buffer): FileKind | null {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpg'
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  return startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) ? officeKind(bytes) : null
}

/** The kind of a file whose bytes and name agree; null when they do not, or it is of no kind taken. */
export function kindOfFile(fileName: string, bytes: Buffer): FileKind | null {
  const kind = kindOfBytes(bytes)
  const ending = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  return kind && (FILE_KINDS[kind].endings as readonly string[]).includes(ending) ? kind : null
}

/** A file's name as it is kept and shown: no path, no control or direction marks, no longer than 120 characters with its ending. */
export function cleanFileName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const name = last
    .replaceAll(/[\p{Cc}\p{Cf}\uFFFD"<>:|?*]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  return ([...stem].slice(0, 110).join('').trim() || '文件') + ending.slice(0, 10)
}

/** The header that makes a browser keep a file instead of showing it, with the name in RFC 6266's two forms. */
export function dispositionOf(fileName: string): string {
  const plain = fileName.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
