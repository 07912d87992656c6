import { createRequire } from 'node:module'
import type { ReportSheet, SheetTable } from './report-sheet.ts'

const require = createRequire(import.meta.url)

/** The libraries are loaded when the first document is asked for: a server that starts does not wait for them. */
export async function workbookOfReport({ title, facts, tables, parts }: ReportSheet): Promise<Buffer> {
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  const cover = book.addWorksheet('报告')
  cover.columns = [{ width: 18 }, { width: 90 }]
  cover.addRow([title]).font = { bold: true, size: 16 }
  for (const row of [...facts, ...parts.map(({ title: name, text }) => [name, text])]) {
    const added = cover.addRow(row.map(plainCell))
    added.alignment = { wrapText: true, vertical: 'top' }
    added.getCell(1).font = { bold: true }
  }
  for (const { title: name, rows } of tables) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.addRows(rows.map(row => row.map(cellOf)))
    sheet.getRow(1).font = { bold: true }
    sheet.columns.forEach((column, at) => (column.width = at === 0 ? 28 : 16))
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** Figures stand as numbers; a text that a spreadsheet would take for a formula is led by an apostrophe. */
const cellOf = (value: string): string | number => (/^-?\d+(\.\d+)?$/.test(value) ? Number(value) : plainCell(value))
const plainCell = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)

/** A paragraph of Chinese text begins two characters in. */
const paragraphs = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

/** As an official paper is typeset: title in the middle, text in Song type begun two characters in, tables over the whole width. */
export async function wordOfReport(sheet: ReportSheet): Promise<Buffer> {
  const docx = await import('docx')
  const { AlignmentType, Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } = docx
  const [song, hei] = [
    { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' },
    { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' },
  ]
  const heading = (text: string) =>
    new Paragraph({
      spacing: { before: 240, after: 120 },
      keepNext: true,
      children: [new TextRun({ text, font: hei, size: 28 })],
    })
  const body = (text: string) =>
    new Paragraph({
      ...{ alignment: AlignmentType.BOTH, indent: { firstLine: 480 }, spacing: { line: 360 } },
      children: [new TextRun({ text, font: song, size: 24 })],
    })
  const cell = (text: string, isHead: boolean) =>
    new TableCell({
      children: [new Paragraph({ children: [new TextRun({ text, font: isHead ? hei : song, size: 21 })] })],
    })
  const table = ({ rows }: SheetTable) =>
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: rows.map(
        (row, at) => new TableRow({ tableHeader: at === 0, children: row.map(text => cell(text, at === 0)) }),
      ),
    })
  const document = new Document({
    creator: sheet.maker,
    title: sheet.title,
    sections: [
      {
        children: [
          new Paragraph({
            ...{ alignment: AlignmentType.CENTER, spacing: { after: 240 } },
            children: [new TextRun({ text: sheet.title, font: hei, size: 36 })],
          }),
          table({ title: '', rows: sheet.facts }),
          ...sheet.parts.flatMap(({ title, text }) => [heading(title), ...paragraphs(text).map(body)]),
          ...sheet.tables.flatMap(each => [heading(each.title), table(each)]),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

type Pdfmake = {
  addFonts(fonts: Record<string, Record<string, string>>): void
  setUrlAccessPolicy(allow: (url: string) => boolean): void
  setLocalAccessPolicy(allow: (path: string) => boolean): void
  createPdf(definition: object): { getBuffer(): Promise<Buffer> }
}
let pdf: Pdfmake | undefined

/** Loaded once; it may read the two files of its type, and nothing of any network. */
function pdfmake(): Pdfmake {
  if (pdf) return pdf
  const loaded = require('pdfmake') as Pdfmake
  const [normal, bold] = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'].map(file =>
    require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`),
  ) as [string, string]
  loaded.addFonts({ NotoSansSC: { normal, bold, italics: normal, bolditalics: bold } })
  loaded.setUrlAccessPolicy(() => false)
  loaded.setLocalAccessPolicy(path => path === normal || path === bold)
  pdf = loaded
  return loaded
}

/** For printing: A4, page numbers, tables whose heads come again on each page. */
export async function pdfOfReport(sheet: ReportSheet): Promise<Buffer> {
  const tableOf = ({ rows }: SheetTable) => ({
    ...{ layout: 'lightHorizontalLines', margin: [0, 4, 0, 8] },
    table: {
      ...{ headerRows: 1, widths: (rows[0] ?? []).map(() => '*'), dontBreakRows: true },
      body: rows.map((row, at) =>
        row.map(text => ({ text, bold: at === 0, fontSize: (rows[0]?.length ?? 0) > 8 ? 7 : 9 })),
      ),
    },
  })
  const document = pdfmake().createPdf({
    info: { title: sheet.title, author: sheet.maker },
    ...{ pageSize: 'A4', pageMargins: [56, 56, 56, 56] },
    defaultStyle: { font: 'NotoSansSC', fontSize: 11, lineHeight: 1.4 },
    footer: (page: number, pages: number) => ({ text: `${page} / ${pages}`, alignment: 'center', fontSize: 9 }),
    content: [
      { text: sheet.title, alignment: 'center', fontSize: 18, bold: true, margin: [0, 0, 0, 12] },
      ...sheet.facts.map(([name, value]) => ({ columns: [{ width: 90, text: name, bold: true }, { text: value }] })),
      ...sheet.parts.flatMap(({ title, text }) => [
        { text: title, bold: true, fontSize: 13, margin: [0, 12, 0, 4] },
        ...paragraphs(text).map(line => ({ text: line, leadingIndent: 22, alignment: 'justify' })),
      ]),
      ...sheet.tables.flatMap(each => [
        { text: each.title, bold: true, fontSize: 13, margin: [0, 12, 0, 4] },
        tableOf(each),
      ]),
    ],
  })
  return document.getBuffer()
}
