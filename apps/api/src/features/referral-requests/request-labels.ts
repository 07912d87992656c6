import { REFERRAL_REQUEST_COLUMNS, type ReferralRequestColumn, type ReferralRequestRow } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localDayOf, localMinuteOf } from '../../sheets/local-time.ts'
import { type Language, namesOf, type Words } from '../../sheets/row-words.ts'

const states: Readonly<Record<ReferralRequestRow['state'], Words>> = {
  open: { zh: '已申请', en: 'Asked' },
  referred: { zh: '已转介', en: 'Referred' },
  ended: { zh: '期满未转介', en: 'Not referred' },
}
const headers = {
  name: { zh: '组织（自述）', en: 'Organisation, as stated' },
  creditCode: { zh: '统一社会信用代码', en: 'Credit code' },
  need: { zh: '需求', en: 'Need' },
  mode: { zh: '方式', en: 'Mode' },
  state: { zh: '状态', en: 'State' },
  clock: { zh: '期满', en: 'Ends' },
  referral: { zh: '转介', en: 'Referral' },
  number: { zh: '编号', en: 'Number' },
  at: { zh: '申请时间', en: 'Asked' },
  askedBy: { zh: '申请人', en: 'Asked by' },
  updated: { zh: '最近变动', en: 'Last change' },
} satisfies Record<string, Words>
const title: Words = { zh: '调入申请', en: 'Requests for organisations' }

/** The title and the columns of the file of requests in a language; names that a network sets come from its profile. */
export function requestLabels(language: Language, profile: Profile) {
  const names = namesOf(profile, language)
  const column = (
    key: keyof typeof headers,
    width: number,
    value: (row: ReferralRequestRow) => string,
  ): ListColumn<ReferralRequestRow> => ({ header: headers[key][language], width, value })
  /** What the page joins in one stands in columns of its own. */
  const ofPage: Readonly<Record<ReferralRequestColumn, readonly ListColumn<ReferralRequestRow>[]>> = {
    organisation: [column('name', 36, row => row.name), column('creditCode', 22, row => row.creditCode ?? '')],
    need: [column('need', 24, row => names.need(row.need))],
    mode: [column('mode', 12, row => names.mode(row.mode))],
    state: [column('state', 14, row => states[row.state][language])],
    clock: [column('clock', 14, row => (row.state === 'referred' ? '' : localDayOf(row.dueAt)))],
    referral: [column('referral', 26, row => row.referral?.number ?? '')],
    number: [column('number', 22, row => row.number)],
    at: [column('at', 18, row => localMinuteOf(row.askedAt)), column('askedBy', 14, row => row.askedByName)],
    updated: [column('updated', 18, row => localMinuteOf(row.changedAt))],
  }
  return {
    title: title[language],
    /** In the table's order, in whatever order they were asked for. */
    columns: (wanted: readonly ReferralRequestColumn[]) =>
      REFERRAL_REQUEST_COLUMNS.filter(key => wanted.includes(key)).flatMap(key => ofPage[key]),
  }
}
