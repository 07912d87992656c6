import type { FilingColumn, FilingRowView } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localMinuteOf } from '../../sheets/local-time.ts'
import type { Language } from '../../sheets/row-words.ts'

type Words = Readonly<Record<Language, string>>

const states: Readonly<Record<FilingRowView['state'], Words>> = {
  applied: { zh: '待审核', en: 'Applied for' },
  filed: { zh: '已备案', en: 'Filed' },
  refused: { zh: '不予备案', en: 'Refused' },
  ended: { zh: '已终止', en: 'Ended' },
  grown: { zh: '已转为登记组织', en: 'Grown' },
}
const past: Words = { zh: '已备案，过期未续', en: 'Filed, past its end' }

const headers: Readonly<Record<FilingColumn, { words: Words; width: number }>> = {
  organisation: { words: { zh: '组织', en: 'Organisation' }, width: 36 },
  number: { words: { zh: '备案号', en: 'Filing number' }, width: 22 },
  state: { words: { zh: '状态', en: 'State' }, width: 18 },
  division: { words: { zh: '所在社区', en: 'Community' }, width: 20 },
  field: { words: { zh: '活动领域', en: 'Field' }, width: 14 },
  members: { words: { zh: '成员人数', en: 'Members' }, width: 10 },
  responsible: { words: { zh: '负责人', en: 'Responsible person' }, width: 14 },
  filed: { words: { zh: '备案日期', en: 'Filed on' }, width: 14 },
  until: { words: { zh: '有效期至', en: 'Valid until' }, width: 14 },
  tenant: { words: { zh: '孵化机构', en: 'Incubator' }, width: 24 },
  updated: { words: { zh: '最近变动', en: 'Last change' }, width: 18 },
}

type Reading = (row: FilingRowView, language: Language, profile: Profile) => string

const values: Readonly<Record<FilingColumn, Reading>> = {
  organisation: row => row.organisationName,
  number: row => row.number ?? '',
  state: (row, language) => (row.isPast ? past : states[row.state])[language],
  division: row => row.divisionName,
  field: (row, language, { fields }) => fields.find(({ id }) => id === row.field)?.name[language] ?? row.field,
  members: row => (row.members === null ? '' : String(row.members)),
  responsible: row => row.responsibleName,
  filed: row => row.filedOn ?? '',
  until: row => row.validUntil ?? '',
  tenant: row => row.tenantName,
  updated: row => localMinuteOf(row.updatedAt),
}

export const filingsTitle: Words = { zh: '备案登记册', en: 'Filing register' }

/** Columns of the exported register in a language. */
export function filingColumns(
  columns: readonly FilingColumn[],
  language: Language,
  profile: Profile,
): ListColumn<FilingRowView>[] {
  return columns.map(column => ({
    header: headers[column].words[language],
    width: headers[column].width,
    value: row => values[column](row, language, profile),
  }))
}
