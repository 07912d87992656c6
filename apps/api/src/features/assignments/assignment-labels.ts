import type { AssignmentColumn, AssignmentRowView } from '@fuqiao/contract'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localMinuteOf } from '../../sheets/local-time.ts'
import type { Language } from '../../sheets/row-words.ts'

type Words = Readonly<Record<Language, string>>

const states: Readonly<Record<AssignmentRowView['state'], Words>> = {
  issued: { zh: '待签收', en: 'Issued' },
  acknowledged: { zh: '办理中', en: 'Acknowledged' },
  reported: { zh: '已报告，待确认', en: 'Reported' },
  sentBack: { zh: '已退回', en: 'Sent back' },
  confirmed: { zh: '已办结', en: 'Confirmed' },
  withdrawn: { zh: '已撤销', en: 'Withdrawn' },
}
const taken: Words = { zh: '已签收', en: 'Acknowledged' }
const late: Words = { zh: '（逾期）', en: ' (late)' }
const remark: Words = { zh: '意见', en: 'Remark' }
const origins: Readonly<Record<AssignmentRowView['origin'], Words>> = {
  resolution: { zh: '联席会议决议', en: 'Joint meeting' },
  supervision: { zh: '上级督办', en: 'Supervision' },
}

const headers: Readonly<Record<AssignmentColumn, Words>> = {
  title: { zh: '事项', en: 'Subject' },
  number: { zh: '编号', en: 'Number' },
  tenant: { zh: '责任机构', en: 'Responsible' },
  issuer: { zh: '交办机构', en: 'Issued by' },
  origin: { zh: '来源', en: 'Origin' },
  due: { zh: '办结期限', en: 'Due' },
  state: { zh: '状态', en: 'State' },
  updated: { zh: '最近变动', en: 'Last change' },
}
const widths: Readonly<Record<AssignmentColumn, number>> = {
  ...{ title: 40, number: 22, tenant: 30, issuer: 30, origin: 18, due: 14, state: 22, updated: 18 },
}

function stateOf({ kind, state, isLate }: AssignmentRowView, language: Language): string {
  const words = kind === 'remark' && state === 'acknowledged' ? taken : states[state]
  return isLate ? `${words[language]}${late[language]}` : words[language]
}

const values: Readonly<Record<AssignmentColumn, (row: AssignmentRowView, language: Language) => string>> = {
  title: row => row.title,
  number: row => row.number,
  tenant: row => row.tenant.name,
  issuer: row => row.issuer.name,
  origin: (row, language) => (row.kind === 'remark' ? remark : origins[row.origin])[language],
  due: row => row.dueOn ?? '',
  state: stateOf,
  updated: row => localMinuteOf(row.updatedAt),
}

export const assignmentsTitle: Words = { zh: '督办事项', en: 'Assignments' }

/** Columns of the exported list in a language. */
export function assignmentColumns(
  columns: readonly AssignmentColumn[],
  language: Language,
): ListColumn<AssignmentRowView>[] {
  return columns.map(column => ({
    header: headers[column][language],
    width: widths[column],
    value: row => values[column](row, language),
  }))
}
