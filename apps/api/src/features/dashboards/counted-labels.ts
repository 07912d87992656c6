import {
  type Counted,
  type CountedRowColumn,
  NEED_COUNT_COLUMNS,
  type NeedCountColumn,
  NEED_ROW_COLUMNS,
  REFERRAL_COUNT_COLUMNS,
  type ReferralCountColumn,
  type ReferralRowView,
  UNMET_CAUSES,
  unmetCauseOf,
} from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { directionWords, labelsOf, stateWords } from '../referrals/index.ts'
import type { needRest, referralRest } from './counted-list.ts'

export type Language = 'zh' | 'en'
type Words = Readonly<Record<Language, string>>

/** Names of a list's file and of its tables. */
export const fileWords = {
  referrals: { zh: '转介清单', en: 'Referrals' },
  needs: { zh: '未满足需求清单', en: 'Unmet needs' },
  children: { zh: '各机构件数', en: 'By incubator' },
  open: { zh: '可查看的转介', en: 'Referrals open to you' },
  rest: { zh: '其余件数', en: 'Counts of the others' },
} satisfies Record<string, Words>

const headers = {
  incubator: { zh: '机构', en: 'Incubator' },
  from: { zh: '转出机构', en: 'From' },
  to: { zh: '接收机构', en: 'To' },
  direction: { zh: '方向', en: 'Direction' },
  mode: { zh: '方式', en: 'Mode' },
  state: { zh: '状态', en: 'State' },
  need: { zh: '需求', en: 'Need' },
  field: { zh: '服务领域', en: 'Field' },
  area: { zh: '区域', en: 'Area' },
  cause: { zh: '原因', en: 'Cause' },
  value: { zh: '件数', en: 'Count' },
} satisfies Record<string, Words>

const ownLine: Words = { zh: ' 本级', en: ' own unit' }
const unnamed: Words = { zh: '未填写', en: 'Not stated' }

const causes: Readonly<Record<(typeof UNMET_CAUSES)[number], Words>> = {
  expired: { zh: '逾期未答复', en: 'Expired' },
  failed: { zh: '服务未完成', en: 'Service failed' },
  unmet: { zh: '结果为未满足', en: 'Reported as unmet' },
  enquiryUnanswered: { zh: '问询无人答复', en: 'Enquiry unanswered' },
  enquiryRefused: { zh: '问询均不能承接', en: 'Enquiry refused by all' },
  notReferred: { zh: '申请调入未果', en: 'Asked for, not referred' },
}

type Named = readonly { id: string; name: Words }[]
type Child = { tenant: { name: string }; isOwn: boolean } & Counted
type ReferralCount = ReturnType<typeof referralRest>[number]
type NeedCount = ReturnType<typeof needRest>[number]

/** The columns of a list's tables as files have them, in a language, named by the network's own lists. */
export function countedLabels(
  language: Language,
  profile: Profile,
  areas: readonly { code: string; name: string }[] = [],
) {
  const nothing = unnamed[language]
  const nameIn = (list: Named, id: string | null) =>
    id === null ? nothing : (list.find(entry => entry.id === id)?.name[language] ?? id)
  const reasons = profile.referral.declineReasons.map(({ code, name }) => ({ id: code, name }))
  const otherCauses = UNMET_CAUSES.map(id => ({ id, name: causes[id] }))
  const causeOf = (code: string | null) => nameIn([...reasons, ...otherCauses], code)
  const endOf = (end: ReferralCount['from'] | null) => {
    if (end === null) return ''
    const tier = profile.tiers.find(({ id }) => id === end.tier)
    return tier?.tenantKinds.find(({ kind }) => kind === end.kind)?.name[language] ?? tier?.name[language] ?? end.tier
  }
  const column = <Row>(key: keyof typeof headers, width: number, value: ListColumn<Row>['value']) => ({
    header: headers[key][language],
    width,
    value,
  })
  const counts = <Row extends { value: number }>() => column<Row>('value', 10, row => row.value)
  const { ofPage } = labelsOf(language, profile)
  const rowColumns: Readonly<Record<CountedRowColumn, readonly ListColumn<ReferralRowView>[]>> = {
    ...ofPage,
    cause: [column('cause', 22, row => causeOf(unmetCauseOf(row)))],
  }
  const referralColumns: Readonly<Record<ReferralCountColumn, ListColumn<ReferralCount>>> = {
    from: column('from', 36, row => endOf(row.from)),
    to: column('to', 36, row => endOf(row.to)),
    direction: column('direction', 10, row => directionWords(row.direction, language)),
    mode: column('mode', 12, row => nameIn(profile.referral.modes, row.mode)),
    state: column('state', 14, row => stateWords(row.state, language)),
    value: counts(),
  }
  const needColumns: Readonly<Record<NeedCountColumn, ListColumn<NeedCount>>> = {
    need: column('need', 26, row => nameIn(profile.functions, row.need)),
    field: column('field', 20, row => nameIn(profile.fields, row.field)),
    area: column('area', 18, row =>
      row.area === null ? nothing : (areas.find(({ code }) => code === row.area)?.name ?? row.area),
    ),
    cause: column('cause', 22, row => causeOf(row.cause)),
    value: counts(),
  }
  /** In the table's order, in whatever order they were asked for. */
  const chosen = <Key extends string, Column>(
    all: readonly Key[],
    columns: Readonly<Record<Key, Column>>,
    wanted: readonly Key[],
  ) => all.filter(key => wanted.includes(key)).map(key => columns[key])
  return {
    children: [
      column<Child>('incubator', 40, row => row.tenant.name + (row.isOwn ? ownLine[language] : '')),
      counts<Child>(),
    ],
    rows: (wanted: readonly CountedRowColumn[]) => chosen(NEED_ROW_COLUMNS, rowColumns, wanted).flat(),
    referralCounts: (wanted: readonly ReferralCountColumn[]) => chosen(REFERRAL_COUNT_COLUMNS, referralColumns, wanted),
    needCounts: (wanted: readonly NeedCountColumn[]) => chosen(NEED_COUNT_COLUMNS, needColumns, wanted),
  }
}
