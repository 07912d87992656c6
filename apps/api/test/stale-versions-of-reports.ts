import { randomUUID } from 'node:crypto'
import type { ReportRows } from './report-rows.ts'
import type { Stale } from './stale-versions-table.ts'

const of = (
  by: 'centre' | 'sender',
  [row, version]: [keyof ReportRows, number],
  more: Record<string, unknown> = {},
): Stale => ({
  ...{ by, hasState: true },
  input: rows => ({ key: randomUUID(), id: rows[row], version, ...more }),
})

/** The changes of reports that name the version they saw. */
export const staleReports: Record<string, Stale> = {
  'reports.compile': of('sender', ['reportId', 1]),
  'reports.save': of('sender', ['reportId', 1], { narrative: {} }),
  'reports.submit': of('sender', ['reportId', 1], { draftVersion: 1 }),
  'reports.close': of('centre', ['rootReportId', 1], { draftVersion: 1 }),
  'reports.restate': of('sender', ['acceptedReportId', 3], { indicator: 'services', reason: '补登' }),
  'reports.accept': of('centre', ['districtReportId', 2], { words: '' }),
  'reports.sendBack': of('centre', ['districtReportId', 2], { words: '补充' }),
  'reports.excuse': of('centre', ['districtReportId', 2], { words: '免报' }),
  'reports.draw': of('centre', ['districtReportId', 2]),
  'reports.find': of('centre', ['districtReportId', 2], { ordinal: 1, finding: 'inOrder', words: '' }),
}
