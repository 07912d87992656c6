import type { AssignmentRowView, AssignmentView } from '@fuqiao/contract'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

type State = AssignmentRowView['state']
type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'

const states: Readonly<Record<State, () => string>> = {
  issued: m.assignments_state_issued,
  acknowledged: m.assignments_state_acknowledged,
  reported: m.assignments_state_reported,
  sentBack: m.assignments_state_sentBack,
  confirmed: m.assignments_state_confirmed,
  withdrawn: m.assignments_state_withdrawn,
}
const tones: Readonly<Record<State, Tone>> = {
  issued: 'info',
  acknowledged: 'info',
  reported: 'info',
  sentBack: 'warn',
  confirmed: 'good',
  withdrawn: 'ended',
}

/** A state in words. */
export const assignmentStateLabel = (state: State): string => states[state]()

/** How an assignment stands, late before all else. */
export function assignmentTag({
  kind = 'duty',
  state,
  isLate,
}: Pick<AssignmentRowView, 'state' | 'isLate'> & { kind?: AssignmentRowView['kind'] }): { label: string; tone: Tone } {
  if (isLate) return { label: `${m.assignments_late()} · ${states[state]()}`, tone: 'bad' }
  if (kind === 'remark' && state === 'acknowledged') return { label: m.assignments_taken(), tone: 'good' }
  return { label: states[state](), tone: tones[state] }
}

/** Where it comes from; a remark is one wherever it comes from. */
export function originLabel({ kind, origin }: Pick<AssignmentRowView, 'kind' | 'origin'>): string {
  if (kind === 'remark') return m.assignments_kind_remark()
  return origin === 'resolution' ? m.assignments_origin_resolution() : m.assignments_origin_supervision()
}

/** Its last day; a remark has none. */
export const dueWords = ({ dueOn }: Pick<AssignmentRowView, 'dueOn'>): string =>
  dueOn === null ? m.assignments_none() : isoDate(dueOn)

type Deed = AssignmentView['history'][number]['action']
const deeds: Readonly<Record<Deed, () => string>> = {
  issue: m.assignments_event_issue,
  acknowledge: m.assignments_event_acknowledge,
  report: m.assignments_event_report,
  confirm: m.assignments_event_confirm,
  sendBack: m.assignments_event_sendBack,
  withdraw: m.assignments_event_withdraw,
  remind: m.assignments_event_remind,
  escalate: m.assignments_event_escalate,
}
const lineTones: Partial<Record<Deed, 'good' | 'warn' | 'bad'>> = {
  ...{ confirm: 'good', remind: 'warn', sendBack: 'warn', escalate: 'bad', withdraw: 'bad' },
}

/** An assignment's history as a timeline shows it, the latest first. */
export function historyItems({ history, issuer, tenant }: Pick<AssignmentView, 'history' | 'issuer' | 'tenant'>) {
  return history.toReversed().map(({ seq, at, action, by, byName, note }) => ({
    id: String(seq),
    at,
    title: deeds[action](),
    actor: by === null ? m.assignments_by_system() : `${(by === 'issuer' ? issuer : tenant).shortName} ${byName}`,
    text: note || undefined,
    tone: lineTones[action] ?? ('plain' as const),
  }))
}
