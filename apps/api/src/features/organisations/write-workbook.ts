import type { Writable } from 'node:stream'
import ExcelJS from 'exceljs'

/** A column of a sheet as it is written. */
export type SheetColumn = { key: string; header: string; width: number }

const headerFill: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8F0FC' } }

/** Makes the first row stand out and stay. */
function dressHeader(sheet: ExcelJS.Worksheet): void {
  const header = sheet.getRow(1)
  header.font = { bold: true }
  header.fill = headerFill
  header.alignment = { vertical: 'middle' }
}

/** Writes rows into a stream as they come; nothing is kept in memory. Whoever stops reading ends it: no further rows are asked for. Texts stay texts: a name that begins with = is no formula. */
export async function streamSheet(
  out: Writable,
  {
    sheetName,
    columns,
    rows,
    about,
  }: { sheetName: string; columns: SheetColumn[]; rows: AsyncIterable<Record<string, string>>; about: string[][] },
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(sheetName, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns
  dressHeader(sheet)
  for await (const row of rows) {
    if (out.destroyed) throw new Error('the reader is gone')
    sheet.addRow(row).commit()
  }
  sheet.commit()
  const note = book.addWorksheet('说明')
  note.columns = [{ width: 16 }, { width: 60 }]
  for (const line of about) note.addRow(line).commit()
  note.commit()
  await book.commit()
}

/** A list of allowed values for a column of a template. */
export type ColumnChoices = { column: number; formula: string; message: string }

/** A workbook for people to fill in: a header, rows below it, lists to choose from, and the lists' own sheet. */
export async function writeForm(form: {
  sheetName: string
  columns: SheetColumn[]
  rows: Record<string, string>[]
  choices: ColumnChoices[]
  lists: { sheetName: string; columns: string[][] }
  mostRows: number
  guide: string[]
}): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(form.sheetName, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = form.columns.map(column => ({ ...column, style: { numFmt: '@' } }))
  dressHeader(sheet)
  for (const row of form.rows) sheet.addRow(row)
  for (const { column, formula, message } of form.choices) {
    const letter = sheet.getColumn(column).letter
    // One rule for the whole column: a rule a cell would make the file a hundred times as large.
    const validations = (
      sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }
    ).dataValidations
    validations.add(`${letter}2:${letter}${form.mostRows + 2}`, {
      type: 'list',
      allowBlank: true,
      formulae: [formula],
      showErrorMessage: true,
      errorStyle: 'warning',
      errorTitle: '请从列表中选择',
      error: message,
    })
  }
  const lists = book.addWorksheet(form.lists.sheetName)
  form.lists.columns.forEach((values, at) => {
    lists.getColumn(at + 1).values = values
    lists.getColumn(at + 1).width = 28
  })
  const guide = book.addWorksheet('填写说明')
  guide.getColumn(1).width = 90
  for (const line of form.guide) guide.addRow([line])
  return Buffer.from(await book.xlsx.writeBuffer())
}
