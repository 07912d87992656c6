import {
  ASKED_SHEET_COLUMNS,
  type AskedSheetColumn,
  type EnquiryRowView,
  type EnquirySheetRowView,
  SENT_ENQUIRY_COLUMNS,
  type SentEnquiryColumn,
} from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import { localMinuteOf } from '../../sheets/local-time.ts'
import { dueWords, type Language, namesOf, type Words } from '../../sheets/row-words.ts'

const states: Readonly<Record<EnquiryRowView['state'], Words>> = {
  open: { zh: '待答复', en: 'Open' },
  toChoose: { zh: '待选择', en: 'To choose' },
  chosen: { zh: '已选定', en: 'Chosen' },
  nobody: { zh: '无机构承接', en: 'Found nobody' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
}
const answers: Readonly<Record<EnquirySheetRowView['answer'], Words>> = {
  awaited: { zh: '未答复', en: 'Awaited' },
  can: { zh: '可以承接', en: 'Can take it' },
  cannot: { zh: '不能承接', en: 'Cannot' },
  unanswered: { zh: '逾期未答', en: 'Did not answer' },
}
const outcomes: Readonly<Record<NonNullable<EnquirySheetRowView['outcome']>, Words>> = {
  chosen: { zh: '对方选择了本机构', en: 'You were chosen' },
  settled: { zh: '已了结', en: 'Settled' },
  withdrawn: { zh: '对方已撤回', en: 'Withdrawn' },
}
const headers = {
  need: { zh: '需求', en: 'Need' },
  organisation: { zh: '组织', en: 'Organisation' },
  from: { zh: '提问机构', en: 'Asked by' },
  answers: { zh: '答复', en: 'Answers' },
  about: { zh: '概况', en: 'About' },
  number: { zh: '编号', en: 'Number' },
  state: { zh: '状态', en: 'State' },
  clock: { zh: '期限', en: 'Due' },
  at: { zh: '提问时间', en: 'Asked' },
  updated: { zh: '最近变动', en: 'Last change' },
} satisfies Record<SentEnquiryColumn | AskedSheetColumn, Words>
const widths: Readonly<Record<keyof typeof headers, number>> = {
  ...{ need: 24, organisation: 36, from: 30, answers: 30, about: 36 },
  ...{ number: 22, state: 20, clock: 20, at: 18, updated: 18 },
}
const titles = {
  sent: { zh: '我方发出的匿名问询', en: 'Enquiries asked by us' },
  asked: { zh: '问到我方的匿名问询', en: 'Enquiries asked of us' },
}

function tally({ tally: { can, cannot, awaited, unanswered } }: EnquiryRowView, language: Language): string {
  const rest = awaited + unanswered
  return language === 'zh'
    ? `可承接 ${can} · 不能 ${cannot} · 未答 ${rest}`
    : `can ${can} · cannot ${cannot} · no answer ${rest}`
}

/** Titles and columns of the files of enquiries in a language; names that a network sets come from its profile. */
export function enquiryLabels(language: Language, profile: Profile) {
  const names = namesOf(profile, language)
  type Row = EnquiryRowView | EnquirySheetRowView
  const shared = {
    need: ({ need }: Row) => names.need(need),
    about: ({ field, stage, areaName }: Row) => [names.field(field), names.stage(stage), areaName].join(' · '),
    number: ({ number }: Row) => number,
    clock: ({ clock }: Row) => dueWords(clock, language),
    at: ({ askedAt }: Row) => localMinuteOf(askedAt),
    updated: ({ changedAt }: Row) => localMinuteOf(changedAt),
  }
  const ofSent: Readonly<Record<SentEnquiryColumn, (row: EnquiryRowView) => string>> = {
    ...shared,
    organisation: ({ organisation }) => organisation.name,
    answers: row => tally(row, language),
    state: ({ state }) => states[state][language],
  }
  const ofAsked: Readonly<Record<AskedSheetColumn, (row: EnquirySheetRowView) => string>> = {
    ...shared,
    from: ({ from }) => from.name,
    state: ({ answer, outcome }) => (outcome === null ? answers[answer] : outcomes[outcome])[language],
  }
  const column = <Key extends keyof typeof headers, Of>(key: Key, value: (row: Of) => string): ListColumn<Of> => ({
    header: headers[key][language],
    width: widths[key],
    value,
  })
  return {
    title: { sent: titles.sent[language], asked: titles.asked[language] },
    /** In the table's order, in whatever order they were asked for. */
    sent: (wanted: readonly SentEnquiryColumn[]) =>
      SENT_ENQUIRY_COLUMNS.filter(key => wanted.includes(key)).map(key => column(key, ofSent[key])),
    asked: (wanted: readonly AskedSheetColumn[]) =>
      ASKED_SHEET_COLUMNS.filter(key => wanted.includes(key)).map(key => column(key, ofAsked[key])),
  }
}
