import type { ReportColumn, ReportRowView } from '@fuqiao/contract'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localMinuteOf } from '../../sheets/local-time.ts'
import type { Language } from '../../sheets/row-words.ts'
import { stretchWords } from './stretch-words.ts'

type Words = Readonly<Record<Language, string>>

const states: Readonly<Record<ReportRowView['state'], Words>> = {
  draft: { zh: '待报送', en: 'Being written' },
  submitted: { zh: '已报送，待审核', en: 'Submitted' },
  returned: { zh: '已退回', en: 'Returned' },
  accepted: { zh: '已接收', en: 'Accepted' },
  excused: { zh: '免报', en: 'Excused' },
}
const late: Words = { zh: '（逾期）', en: ' (late)' }

const headers: Readonly<Record<ReportColumn, Words>> = {
  kind: { zh: '报告', en: 'Report' },
  bucket: { zh: '期间', en: 'Period' },
  tenant: { zh: '填报机构', en: 'Made by' },
  due: { zh: '报送期限', en: 'Due' },
  state: { zh: '状态', en: 'State' },
  submitted: { zh: '报送时间', en: 'Submitted' },
  updated: { zh: '最近变动', en: 'Last change' },
}
const widths: Readonly<Record<ReportColumn, number>> = {
  ...{ kind: 24, bucket: 16, tenant: 34, due: 18, state: 22, submitted: 18, updated: 18 },
}

const values: Readonly<Record<ReportColumn, (row: ReportRowView, language: Language) => string>> = {
  kind: (row, language) => row.kind.name[language],
  bucket: (row, language) => stretchWords(row.bucket, language),
  tenant: row => row.tenant.name,
  due: row => localMinuteOf(row.dueAt),
  state: ({ state, isLate }, language) => `${states[state][language]}${isLate ? late[language] : ''}`,
  submitted: row => (row.submittedAt === null ? '' : localMinuteOf(row.submittedAt)),
  updated: row => localMinuteOf(row.updatedAt),
}

export const reportsTitle: Words = { zh: '报告', en: 'Reports' }

/** A state of a report in a language. */
export const reportStateWords = (state: ReportRowView['state'], language: Language): string => states[state][language]

/** Columns of the exported list in a language. */
export function reportColumns(columns: readonly ReportColumn[], language: Language): ListColumn<ReportRowView>[] {
  return columns.map(column => ({
    header: headers[column][language],
    width: widths[column],
    value: row => values[column](row, language),
  }))
}
