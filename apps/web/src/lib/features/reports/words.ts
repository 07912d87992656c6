import type { ReportRowView, ReportView } from '@fuqiao/contract'
import { isoMinute } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

type State = ReportRowView['state']
type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'

const states: Readonly<Record<State, () => string>> = {
  draft: m.reports_state_draft,
  submitted: m.reports_state_submitted,
  returned: m.reports_state_returned,
  accepted: m.reports_state_accepted,
  excused: m.reports_state_excused,
}
const tones: Readonly<Record<State, Tone>> = {
  ...{ draft: 'info', submitted: 'info', returned: 'warn', accepted: 'good', excused: 'ended' },
}

/** A state in words. */
export const reportStateLabel = (state: State): string => states[state]()

/** How a report stands, late before all else. */
export const reportTag = ({ state, isLate }: Pick<ReportRowView, 'state' | 'isLate'>): { label: string; tone: Tone } =>
  isLate
    ? { label: `${m.reports_late()} · ${states[state]()}`, tone: 'bad' }
    : { label: states[state](), tone: tones[state] }

/** An instant, or a dash. */
export const atWords = (at: string | null): string => (at === null ? m.reports_none() : isoMinute(at))

const findings = {
  inOrder: { label: m.reports_finding_inOrder, tone: 'good' },
  notInOrder: { label: m.reports_finding_notInOrder, tone: 'bad' },
  open: { label: m.reports_finding_open, tone: 'warn' },
} as const

/** What was found of a record that was drawn. */
export function findingTag(finding: 'inOrder' | 'notInOrder' | null): { label: string; tone: Tone } {
  const { label, tone } = findings[finding ?? 'open']
  return { label: label(), tone }
}

type Deed = ReportView['history'][number]['action']
const deeds: Readonly<Record<Deed, () => string>> = {
  submit: m.reports_event_submit,
  close: m.reports_event_close,
  accept: m.reports_event_accept,
  sendBack: m.reports_event_sendBack,
  excuse: m.reports_event_excuse,
  remind: m.reports_event_remind,
  escalate: m.reports_event_escalate,
  draw: m.reports_event_draw,
  find: m.reports_event_find,
  restate: m.reports_event_restate,
}
const lineTones: Partial<Record<Deed, 'good' | 'warn' | 'bad'>> = {
  ...{ accept: 'good', close: 'good', remind: 'warn', sendBack: 'warn', escalate: 'bad', restate: 'warn' },
}

/** A report's history as a timeline shows it, the latest first. */
export function historyItems({ history }: Pick<ReportView, 'history'>) {
  return history.toReversed().map(({ seq, at, action, by, byName, note }) => ({
    id: String(seq),
    at,
    title: deeds[action](),
    actor: by === null ? m.reports_by_system() : byName,
    text: note || undefined,
    tone: lineTones[action] ?? ('plain' as const),
  }))
}
