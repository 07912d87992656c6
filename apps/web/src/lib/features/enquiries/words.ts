import type { EnquiryRowView, EnquirySheetRowView, EnquiryTargetView, EnquiryView } from '@fuqiao/contract'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { fieldLabel, stageLabel } from '#lib/words.ts'

type State = EnquiryRowView['state']
type Answer = EnquirySheetRowView['answer']
type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'
type Tag = { label: string; tone: Tone }

const states: Readonly<Record<State, readonly [() => string, Tone]>> = {
  open: [m.enquiries_state_open, 'info'],
  toChoose: [m.enquiries_state_toChoose, 'warn'],
  chosen: [m.enquiries_state_chosen, 'good'],
  nobody: [m.enquiries_state_nobody, 'bad'],
  withdrawn: [m.enquiries_state_withdrawn, 'ended'],
}
const answers: Readonly<Record<Answer, readonly [() => string, Tone]>> = {
  awaited: [m.enquiries_answer_awaited, 'info'],
  can: [m.enquiries_answer_can, 'good'],
  cannot: [m.enquiries_answer_cannot, 'bad'],
  unanswered: [m.enquiries_answer_unanswered, 'warn'],
}
const outcomes: Readonly<Record<NonNullable<EnquirySheetRowView['outcome']>, readonly [() => string, Tone]>> = {
  chosen: [m.enquiries_outcome_chosen, 'good'],
  settled: [m.enquiries_outcome_settled, 'ended'],
  withdrawn: [m.enquiries_outcome_withdrawn, 'ended'],
}
const tagOf = ([label, tone]: readonly [() => string, Tone]): Tag => ({ label: label(), tone })

/** How an enquiry stands. */
export const enquiryTag = (state: State): Tag => tagOf(states[state])
/** What one of those asked has said. */
export const answerTag = (answer: Answer): Tag => tagOf(answers[answer])
/** How an enquiry stands for one of those asked: an answer, or an end. */
export const standingTag = (standing: Answer | keyof typeof outcomes): Tag =>
  tagOf({ ...answers, ...outcomes }[standing])
/** How it ended for one of those asked; its answer while it runs. */
export const sheetTag = ({ answer, outcome }: Pick<EnquirySheetRowView, 'answer' | 'outcome'>): Tag =>
  standingTag(outcome ?? answer)

/** What is told of the organisation: field, stage and area. */
export const aboutWords = ({ field, stage, areaName }: Pick<EnquiryRowView, 'field' | 'stage' | 'areaName'>): string =>
  [fieldLabel(field), stageLabel(stage), areaName].join(' · ')

/** The answers in figures. */
export const tallyWords = ({ tally: { can, cannot, awaited, unanswered } }: Pick<EnquiryRowView, 'tally'>): string =>
  m.enquiries_tally({ can, cannot, rest: awaited + unanswered })

/** What is left of a term. */
export function termLeft({ colour, workingDaysLeft, dueAt }: NonNullable<EnquiryRowView['clock']>): string {
  if (colour === 'red') return m.enquiries_days_over()
  if (workingDaysLeft === null) return isoDate(dueAt)
  return workingDaysLeft === 0 ? m.enquiries_days_today() : m.enquiries_days_left({ days: workingDaysLeft })
}

/** How an incubator has answered referrals so far. */
export function recordWords({ record: { accepted, decided, workingHours } }: EnquiryTargetView): string {
  if (decided === 0) return m.enquiries_record_none()
  return workingHours === null
    ? m.enquiries_record({ accepted, decided })
    : m.enquiries_record_hours({ accepted, decided, hours: workingHours })
}

type Line = EnquiryView['history'][number]
const deeds: Readonly<Record<Exclude<Line['action'], 'answer' | 'standIn'>, () => string>> = {
  ask: m.enquiries_event_ask,
  choose: m.enquiries_event_choose,
  giveUp: m.enquiries_event_giveUp,
  withdraw: m.enquiries_event_withdraw,
  remind: m.enquiries_event_remind,
  endTerm: m.enquiries_event_endTerm,
  lapse: m.enquiries_event_lapse,
  calendar: m.enquiries_event_calendar,
}

/** What became of an enquiry, or of the slot of one of those asked, when an incubator was suspended or merged. */
const stoodIn: Readonly<Record<string, (of: { name: string }) => string>> = {
  asker: () => m.enquiries_event_standIn_asker(),
  withdrawn: () => m.enquiries_event_standIn_withdrawn(),
  carried: m.enquiries_event_standIn_carried,
  askedAnew: m.enquiries_event_standIn_askedAnew,
  closed: m.enquiries_event_standIn_closed,
}

function deedTitle({ action, result, tenantName }: Line): string {
  const name = tenantName ?? ''
  if (action === 'answer') return m.enquiries_event_answer({ name, answer: answerTag(result as Answer).label })
  return action === 'standIn' ? (stoodIn[result]?.({ name }) ?? '') : deeds[action]()
}

/** An enquiry's history as a timeline shows it. */
export const historyItems = ({ history }: EnquiryView) =>
  history.map((line, index) => ({
    ...{ id: String(index), at: line.at, actor: line.byName, text: line.note },
    title: deedTitle(line),
  }))
