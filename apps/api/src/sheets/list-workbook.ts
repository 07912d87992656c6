import ExcelJS from 'exceljs'
import { z } from 'zod'

/** A column of a list's file. */
export type ListColumn<Row> = { header: string; width: number; value: (row: Row) => string | number }

/** One table of a file. */
export type Sheet = {
  title: string
  columns: readonly { header: string; width: number }[]
  cells: (string | number)[][]
}

/** A list as a file, as a procedure answers it; `isCutOff`: the list goes on beyond it. */
export const listFile = z.strictObject({
  fileName: z.string(),
  mediaType: z.string(),
  rows: z.int(),
  isCutOff: z.boolean(),
  content: z.base64(),
})

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Rows in these columns as one table of a file. */
export function sheetOf<Row>(title: string, columns: readonly ListColumn<Row>[], rows: readonly Row[]): Sheet {
  return { title, columns, cells: rows.map(row => columns.map(({ value }) => plainCell(value(row)))) }
}

/** Tables as an Excel workbook, in base64. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<string> {
  const book = new ExcelJS.Workbook()
  for (const { title, columns, cells } of sheets) {
    const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = columns.map(({ header, width }) => ({ header, width }))
    sheet.getRow(1).font = { bold: true }
    sheet.addRows(cells)
  }
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
}

/** A list's rows in these columns as an Excel workbook, in base64. */
export function listWorkbook<Row>(
  title: string,
  columns: readonly ListColumn<Row>[],
  rows: readonly Row[],
): Promise<string> {
  return workbookOf([sheetOf(title, columns, rows)])
}

/** A text that a spreadsheet would take for a formula is led by an apostrophe. */
function plainCell(value: string | number): string | number {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
