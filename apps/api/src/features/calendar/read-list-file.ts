import type { ListLine } from '@fuqiao/domain/calendar'
import { AppError } from '../../rpc/app-error.ts'
import { readWorkbook } from '../organisations/index.ts'

/** A year's list is short; whatever is longer is another file. */
const mostLines = 400

const unreadable = () => new AppError('CALENDAR_FILE_UNREADABLE', {}, { file: 'CALENDAR_FILE_UNREADABLE' })

/**
 * The lines of a handed-in list: JSON (`[["2027-01-01","off","元旦"],…]`), an Excel workbook, or text with commas or tabs; day, kind, name. A first
 * line without a figure is a heading. @throws CALENDAR_FILE_UNREADABLE, FILE_TOO_LARGE, WORKBOOK_UNREADABLE, WORKBOOK_TOO_MANY_ROWS, BUSY
 */
export async function readListFile(content: Uint8Array): Promise<ListLine[]> {
  const isWorkbook = content[0] === 0x50 && content[1] === 0x4b
  const lines = isWorkbook ? await workbookLines(content) : textLines(decoded(content))
  if (lines.length > mostLines) throw unreadable()
  return lines
}

function decoded(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content).trim()
  } catch {
    // Excel in Chinese writes CSV in the national encoding.
    return new TextDecoder('gb18030').decode(content).trim()
  }
}

async function workbookLines(content: Uint8Array): Promise<ListLine[]> {
  return withoutHeading((await readWorkbook(content)).map(({ rowNumber, cells }) => lineOf(rowNumber, cells)))
}

function textLines(text: string): ListLine[] {
  if (text.includes('\u0000')) throw unreadable()
  if (text.startsWith('[')) return jsonLines(text)
  const lines = text.split(/\r?\n/).map((line, at) => lineOf(at + 1, line.split(/[,\uff0c\t;]/).map(unquoted)))
  return withoutHeading(lines.filter(({ day, kind, name }) => `${day}${kind}${name}` !== ''))
}

const unquoted = (cell: string) =>
  cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()

function jsonLines(text: string): ListLine[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw unreadable()
  }
  if (!Array.isArray(json)) throw unreadable()
  return json.map((line: unknown, at) => lineOf(at + 1, Array.isArray(line) ? line.map(String) : [String(line)]))
}

function lineOf(row: number, [day = '', kind = '', name = '']: readonly string[]): ListLine {
  return { row, day: day.trim(), kind: kind.trim(), name: name.trim() }
}

function withoutHeading(lines: ListLine[]): ListLine[] {
  const [first] = lines
  return first && !/\d/.test(first.day) ? lines.slice(1) : lines
}
