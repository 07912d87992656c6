import ExcelJS from 'exceljs'
import { z } from 'zod'

/** A column of a list's file. */
export type ListColumn<Row> = { header: string; width: number; value: (row: Row) => string }

/** A list as a file, as a procedure answers it; `isCutOff`: the list goes on beyond it. */
export const listFile = z.strictObject({
  fileName: z.string(),
  mediaType: z.string(),
  rows: z.int(),
  isCutOff: z.boolean(),
  content: z.base64(),
})

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A list's rows in these columns as an Excel workbook, in base64. */
export async function listWorkbook<Row>(
  title: string,
  columns: readonly ListColumn<Row>[],
  rows: readonly Row[],
): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map(({ header, width }) => ({ header, width }))
  sheet.getRow(1).font = { bold: true }
  for (const row of rows) sheet.addRow(columns.map(({ value }) => plainCell(value(row))))
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
}

/** A text that a spreadsheet would take for a formula is led by an apostrophe. */
function plainCell(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
