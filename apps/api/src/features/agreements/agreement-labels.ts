import type { AgreementColumn, AgreementRowView } from '@fuqiao/contract'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localMinuteOf } from '../../sheets/local-time.ts'
import type { Language } from '../../sheets/row-words.ts'

const states: Readonly<Record<AgreementRowView['state'], Readonly<Record<Language, string>>>> = {
  draft: { zh: '草稿', en: 'Draft' },
  proposed: { zh: '待签署', en: 'To be signed' },
  signed: { zh: '已签署，待生效', en: 'Signed' },
  inForce: { zh: '生效中', en: 'In force' },
  ended: { zh: '已终止', en: 'Ended' },
  declined: { zh: '未接受', en: 'Declined' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
}
const paused = { zh: '生效中，暂停自动接收', en: 'In force, acceptance paused' }
const perMonth = { zh: '本月', en: 'this month' }
const perTerm = { zh: '协议期内', en: 'in all' }

const headers: Readonly<Record<AgreementColumn, Readonly<Record<Language, string>>>> = {
  title: { zh: '协议名称', en: 'Title' },
  number: { zh: '协议编号', en: 'Number' },
  sides: { zh: '双方', en: 'Sides' },
  term: { zh: '有效期', en: 'Term' },
  standing: { zh: '自动接收', en: 'Accepts by itself' },
  state: { zh: '状态', en: 'State' },
  updated: { zh: '最近变动', en: 'Last change' },
}
const widths: Readonly<Record<AgreementColumn, number>> = {
  title: 36,
  number: 22,
  sides: 48,
  term: 26,
  standing: 20,
  state: 22,
  updated: 18,
}

function quota({ standing, usage }: AgreementRowView, language: Language): string {
  if (standing === null) return ''
  const [used, span] = standing.quotaPer === 'month' ? [usage.inMonth, perMonth] : [usage.inAll, perTerm]
  return `${used} / ${standing.quota} (${span[language]})`
}

const values: Readonly<Record<AgreementColumn, (row: AgreementRowView, language: Language) => string>> = {
  title: row => row.title,
  number: row => row.number,
  sides: row => `${row.first.name} · ${row.second.name}`,
  term: row => `${row.from} – ${row.until}`,
  standing: quota,
  state: (row, language) => (row.state === 'inForce' && row.pausedBy !== null ? paused : states[row.state])[language],
  updated: row => localMinuteOf(row.updatedAt),
}

export const agreementsTitle: Readonly<Record<Language, string>> = { zh: '合作协议', en: 'Agreements' }

/** Columns of the exported list in a language. */
export function agreementColumns(
  columns: readonly AgreementColumn[],
  language: Language,
): ListColumn<AgreementRowView>[] {
  return columns.map(column => ({
    header: headers[column][language],
    width: widths[column],
    value: row => values[column](row, language),
  }))
}
