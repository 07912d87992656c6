import type { ReportView } from '@fuqiao/contract'
import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { inflateRawSync } from 'node:zlib'
import { readZipDirectory } from '../organisations/zip-directory.ts'
import { pdfOfReport, wordOfReport, workbookOfReport } from './report-formats.ts'
import { reportSheetOf } from './report-sheet.ts'

const line = { definition: { zh: '', en: '' }, unit: 'times', now: 3, differs: false } as const
const view = {
  ...{ bucket: '2026-H1', kind: { id: 'midYear', name: { zh: '年中情况报告', en: '' } }, knownOn: '2026-07-02' },
  ...{ tenant: { name: '二七区孵化基地', shortName: '二七区' }, submittedAt: '2026-07-03T01:00:00Z', writtenBy: '甲' },
  ...{ state: 'accepted', remarks: '', appraisal: null, restatements: [] },
  lines: [
    { ...line, id: 'services', name: { zh: '孵化服务', en: '' }, value: 3, own: 1, restated: { value: 4 } },
    { ...line, id: 'rate', name: { zh: '出壳率', en: '' }, value: null, own: null, restated: null, unit: 'percent' },
  ],
  below: [{ tenantId: 'a', name: '大学路街道', values: { services: 2, rate: null } }],
  narrative: [
    { id: 'work', name: { zh: '运营情况', en: '' }, isRequired: true, maxLength: 99, text: '=开展服务\n第二段' },
  ],
} as unknown as ReportView

test('[Z-18] a report leaves as Excel with figures as numbers, and text that looks like a formula as text', async () => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await workbookOfReport(reportSheetOf(view))) as unknown as ArrayBuffer)
  expect(book.worksheets.map(({ name }) => name)).toEqual(['报告', '数据', '各下级汇总'])
  const cells = (at: number) =>
    (book.worksheets[at]?.getSheetValues() ?? []).slice(1).map(row => (row as unknown[]).slice(1))
  expect(cells(1)).toEqual([
    ['指标', '报告数', '其中本机构', '单位'],
    ['孵化服务', '3（更正为 4）', 1, '次'],
    ['出壳率', '—', '—', '%'],
  ])
  expect(cells(2)).toEqual([
    ['指标', '孵化服务', '出壳率'],
    ['大学路街道', 2, '—'],
  ])
  expect(cells(0).at(-1)).toEqual(['运营情况', "'=开展服务\n第二段"])
})

test('[Z-18] a report leaves as Word in Chinese type, paragraphs begun two characters in, and as a PDF with its type within', async () => {
  const sheet = reportSheetOf(view)
  const word = await wordOfReport(sheet)
  const entry = readZipDirectory(word)?.find(({ name }) => name === 'word/document.xml')
  if (!entry) throw new Error('no document')
  const start = entry.offset + 30 + word.readUInt16LE(entry.offset + 26) + word.readUInt16LE(entry.offset + 28)
  const xml = inflateRawSync(word.subarray(start, start + entry.compressedSize)).toString('utf8')
  for (const part of ['2026年上半年年中情况报告', 'w:eastAsia="宋体"', 'w:firstLine="480"', '=开展服务', '第二段'])
    expect(xml).toContain(part)
  const pdf = await pdfOfReport(sheet)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.toString('latin1')).toContain('NotoSansSC')
  // The type is cut down to the characters that are used: the whole of it has ten million bytes.
  expect(pdf.length).toBeLessThan(400_000)
})
