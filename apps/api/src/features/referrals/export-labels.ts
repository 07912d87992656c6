import { BOX_COLUMNS, type BoxColumn, type ReferralRowView } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import type { ReferralState } from '@fuqiao/domain/referral'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localDayOf } from '../../sheets/local-time.ts'
import { dueWords, type Language, namesOf, type Words } from '../../sheets/row-words.ts'

const states: Readonly<Record<ReferralState, Words>> = {
  draft: { zh: '草稿', en: 'Draft' },
  awaitingConsent: { zh: '待组织同意', en: 'Awaiting consent' },
  awaitingApproval: { zh: '待审批', en: 'Awaiting approval' },
  submitted: { zh: '待签收', en: 'Submitted' },
  acknowledged: { zh: '已签收', en: 'Acknowledged' },
  accepted: { zh: '已接收', en: 'Accepted' },
  active: { zh: '服务中', en: 'Active' },
  outcomeReported: { zh: '待确认办结', en: 'Outcome reported' },
  closed: { zh: '已办结', en: 'Closed' },
  declined: { zh: '已退回', en: 'Declined' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  dispatched: { zh: '派单待签收', en: 'Dispatched' },
  informationRequested: { zh: '待补正', en: 'Information requested' },
  waitlisted: { zh: '等候中', en: 'Waitlisted' },
  onHold: { zh: '暂停服务', en: 'On hold' },
  returnRequested: { zh: '申请退还', en: 'Return requested' },
  failed: { zh: '未完成，待确认', en: 'Failed, to confirm' },
  disputed: { zh: '有异议，待裁定', en: 'Disputed' },
  returned: { zh: '已退还', en: 'Returned' },
  expired: { zh: '逾期未答复', en: 'Expired' },
  consentRevoked: { zh: '同意已撤回', en: 'Consent revoked' },
  voided: { zh: '已作废', en: 'Voided' },
}

const directions: Readonly<Record<NonNullable<ReferralRowView['direction']>, Words>> = {
  up: { zh: '上转', en: 'Up' },
  down: { zh: '下转', en: 'Down' },
  lateral: { zh: '平转', en: 'Lateral' },
  sector: { zh: '行业', en: 'Sector' },
  network: { zh: '跨网', en: 'between networks' },
}

const kinds: Readonly<Record<ReferralRowView['kind'], Words>> = {
  refer: { zh: '转介', en: 'Referral' },
  pull: { zh: '调入', en: 'Asked for' },
  dispatch: { zh: '派单', en: 'Assignment' },
  consult: { zh: '咨询', en: 'Advice' },
}

const headers = {
  number: { zh: '转介编号', en: 'Number' },
  kind: { zh: '类型', en: 'Kind' },
  subject: { zh: '组织', en: 'Organisation' },
  need: { zh: '需求', en: 'Need' },
  from: { zh: '转出机构', en: 'From' },
  to: { zh: '接收机构', en: 'To' },
  direction: { zh: '方向', en: 'Direction' },
  mode: { zh: '方式', en: 'Mode' },
  state: { zh: '状态', en: 'State' },
  submitted: { zh: '提交日期', en: 'Submitted' },
  decided: { zh: '答复日期', en: 'Decided' },
  due: { zh: '办理期限', en: 'Due' },
  outcome: { zh: '结果', en: 'Outcome' },
  updated: { zh: '最近更新', en: 'Last change' },
} satisfies Record<string, Words>

const titles = {
  inbox: { zh: '收到的转介', en: 'Received referrals' },
  outbox: { zh: '转出的转介', en: 'Sent referrals' },
  desk: { zh: '督办的转介', en: 'Escalated referrals' },
}
const unconfirmed: Words = { zh: '（未经双方确认）', en: ', unconfirmed' }

/** The state, the direction and the kind of a referral in a language. */
export const stateWords = (state: ReferralState, language: Language): string => states[state][language]
export const directionWords = (direction: ReferralRowView['direction'], language: Language): string =>
  direction === null ? '' : directions[direction][language]

export const kindWords = (kind: ReferralRowView['kind'], language: Language): string => kinds[kind][language]

/** Headers, names and cell values of the exported sheet in a language; names that a network sets come from its profile. */
export function labelsOf(language: Language, profile: Profile) {
  const { referral: rules } = profile
  const names = namesOf(profile, language)
  const coded = new Map(
    [rules.outcomes, rules.adviceOutcomes, rules.failureCauses, rules.declineReasons]
      .flat()
      .map(entry => [entry.code, entry.name[language]]),
  )
  const named = (code: string | null) => (code === null ? '' : (coded.get(code) ?? code))
  const nameOf = (list: readonly { id: string; name: Words }[], id: string | null | undefined) =>
    list.find(entry => entry.id === id)?.name[language] ?? ''
  const previewed = ({ preview }: ReferralRowView) =>
    [
      nameOf(profile.fields, preview?.field),
      nameOf(profile.organisationKinds, preview?.organisationKind),
      nameOf(profile.stages, preview?.stage),
    ].filter(Boolean)
  const column = (key: keyof typeof headers, width: number, value: (row: ReferralRowView) => string) => ({
    header: headers[key][language],
    width,
    value,
  })
  const byKey = {
    number: column('number', 26, row => row.number),
    kind: column('kind', 10, row => kindWords(row.kind, language)),
    /** The organisation where the viewer may know it, else what the preview tells of it. */
    subject: column('subject', 36, row => row.organisation?.name ?? previewed(row).join(' · ')),
    need: column('need', 22, row => (row.need === null ? '' : names.need(row.need))),
    from: column('from', 30, row => row.from.name),
    to: column('to', 30, row => row.to?.name ?? ''),
    direction: column('direction', 10, row => directionWords(row.direction, language)),
    mode: column('mode', 12, row => names.mode(row.mode)),
    state: column(
      'state',
      14,
      row => stateWords(row.state, language) + (row.isUnconfirmed ? unconfirmed[language] : ''),
    ),
    submitted: column('submitted', 14, row => localDayOf(row.submittedAt)),
    decided: column('decided', 14, row => localDayOf(row.decidedAt)),
    due: column('due', 18, row => dueWords(row.clock, language)),
    outcome: column('outcome', 20, row => named(row.outcomeCode ?? row.declineCode)),
    updated: column('updated', 14, row => localDayOf(row.updatedAt)),
  }
  /** The columns of a page as a file has them: what a page joins in one stands in columns of its own. */
  const ofPage = {
    subject: [byKey.subject],
    number: [byKey.number],
    need: [byKey.need],
    from: [byKey.from],
    to: [byKey.to],
    route: [byKey.from, byKey.to],
    way: [byKey.kind, byKey.direction, byKey.mode],
    state: [byKey.state],
    clock: [byKey.due],
    submittedAt: [byKey.submitted],
    decidedAt: [byKey.decided],
    outcome: [byKey.outcome],
    updatedAt: [byKey.updated],
  } satisfies Record<BoxColumn | 'route', readonly ListColumn<ReferralRowView>[]>
  return {
    title: { inbox: titles.inbox[language], outbox: titles.outbox[language], desk: titles.desk[language] },
    /** In the table's order, in whatever order they were asked for. */
    columns: (wanted: readonly BoxColumn[]) =>
      BOX_COLUMNS.filter(key => wanted.includes(key)).flatMap(key => ofPage[key]),
    ofPage,
  }
}
