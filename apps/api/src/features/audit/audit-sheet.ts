import type { AuditColumn, AuditRow } from '@fuqiao/contract'
import ExcelJS from 'exceljs'

const titles: Record<'zh' | 'en', Record<AuditColumn, string>> = {
  zh: {
    at: '时间',
    personName: '人员',
    tenantName: '机构',
    action: '操作',
    subjectKind: '对象类型',
    subjectId: '对象编号',
    outcome: '结果',
    details: '详情',
  },
  en: {
    at: 'Time',
    personName: 'Person',
    tenantName: 'Incubator',
    action: 'Action',
    subjectKind: 'Subject',
    subjectId: 'Subject id',
    outcome: 'Outcome',
    details: 'Details',
  },
}
const outcomes = { zh: { done: '已执行', denied: '已拒绝' }, en: { done: 'Done', denied: 'Denied' } } as const
const widths: Record<AuditColumn, number> = {
  at: 20,
  personName: 14,
  tenantName: 32,
  action: 24,
  subjectKind: 14,
  subjectId: 38,
  outcome: 10,
  details: 60,
}

/** How a trail is written down: the language of its words, its columns. */
export type Sheet = { language: 'zh' | 'en'; columns: readonly AuditColumn[] }

/** Instants as the wall clock of Shanghai shows them. */
function localTime(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** A text that a spreadsheet would take for a formula is led by an apostrophe. */
function plain(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function cellOf(row: AuditRow, column: AuditColumn, language: Sheet['language']): string {
  if (column === 'at') return localTime(row.at)
  if (column === 'outcome') return outcomes[language][row.outcome]
  if (column === 'details') return JSON.stringify(row.details)
  return plain(row[column] ?? '')
}

function linesOf(rows: readonly AuditRow[], { language, columns }: Sheet): string[][] {
  return [
    columns.map(column => titles[language][column]),
    ...rows.map(row => columns.map(column => cellOf(row, column, language))),
  ]
}

/** As an Excel workbook. */
export async function workbookOf(rows: readonly AuditRow[], sheet: Sheet): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const page = book.addWorksheet(sheet.language === 'zh' ? '审计记录' : 'Audit trail', {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  page.columns = sheet.columns.map(column => ({ width: widths[column] }))
  for (const line of linesOf(rows, sheet)) page.addRow(line)
  page.getRow(1).font = { bold: true }
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** As CSV (RFC 4180) with a byte-order mark, so that Excel reads the Chinese. */
export function csvOf(rows: readonly AuditRow[], sheet: Sheet): Buffer {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  return Buffer.from(
    `\uFEFF${linesOf(rows, sheet)
      .map(line => line.map(quoted).join(','))
      .join('\r\n')}\r\n`,
  )
}
