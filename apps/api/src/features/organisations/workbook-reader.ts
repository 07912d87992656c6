import { inflateRawSync } from 'node:zlib'
import { parentPort, workerData } from 'node:worker_threads'
import ExcelJS from 'exceljs'
import { cellText } from './cell-text.ts'
import { isWithinLimits, readZipDirectory, type ZipEntry, type ZipLimits } from './zip-directory.ts'

/** What the reader is given. */
export type ReaderTask = { bytes: Uint8Array; sheet: string; limits: ZipLimits; mostRows: number; mostColumns: number }

/** What it answers: the sheet's rows as texts, by their numbers in the file; or why it did not read them. */
export type ReaderAnswer =
  { rows: { rowNumber: number; cells: string[] }[] } | { problem: 'unreadable' | 'tooManyRows' }

const localHeaderLength = 30

/** Unpacks one entry to see that it is no larger than the directory says: the directory is the sender's word. */
function unpacksAsSaid(bytes: Buffer, { offset, compressedSize, method, size }: ZipEntry): boolean {
  const start = offset + localHeaderLength + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const packed = bytes.subarray(start, start + compressedSize)
  if (method === 0) return packed.length === size
  return method === 8 && inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }).length === size
}

async function read({ bytes: given, sheet: wanted, limits, mostRows, mostColumns }: ReaderTask): Promise<ReaderAnswer> {
  const bytes = Buffer.from(given)
  const entries = readZipDirectory(bytes)
  if (!entries || !isWithinLimits(entries, limits) || !entries.every(entry => unpacksAsSaid(bytes, entry)))
    return { problem: 'unreadable' }
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(given.buffer.slice(given.byteOffset, given.byteOffset + given.byteLength) as ArrayBuffer)
  const sheet = workbook.getWorksheet(wanted) ?? workbook.worksheets[0]
  if (!sheet) return { problem: 'unreadable' }
  const rows: { rowNumber: number; cells: string[] }[] = []
  sheet.eachRow((row, rowNumber) => {
    if (rows.length > mostRows) return
    const cells = Array.from({ length: Math.min(row.cellCount, mostColumns) }, (_, at) =>
      cellText(row.getCell(at + 1).value),
    )
    if (cells.some(text => text !== '')) rows.push({ rowNumber, cells })
  })
  return rows.length > mostRows ? { problem: 'tooManyRows' } : { rows }
}

if (parentPort) {
  const port = parentPort
  // Whatever a damaged or hostile file makes the library throw, the answer is the same.
  read(workerData as ReaderTask).then(
    answer => port.postMessage(answer),
    () => port.postMessage({ problem: 'unreadable' } satisfies ReaderAnswer),
  )
}
