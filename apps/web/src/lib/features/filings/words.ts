import type { FilingRowView, FilingView } from '@fuqiao/contract'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

type State = FilingRowView['state']

const states: Readonly<Record<State, () => string>> = {
  applied: m.filings_state_applied,
  filed: m.filings_state_filed,
  refused: m.filings_state_refused,
  ended: m.filings_state_ended,
  grown: m.filings_state_grown,
}
const tones = { applied: 'warn', filed: 'good', refused: 'bad', ended: 'ended', grown: 'info' } as const

/** A filing's state in words. */
export const filingStateLabel = (state: State): string => states[state]()

/** The mark of a filing: one past its end says so. */
export const filingTag = ({ state, isPast }: Pick<FilingRowView, 'state' | 'isPast'>) =>
  isPast
    ? ({ label: m.filings_state_past(), tone: 'warn' } as const)
    : ({ label: filingStateLabel(state), tone: tones[state] } as const)

/** Its last day; a filing without one holds until it is ended. */
export const untilWords = ({ filedOn, validUntil }: Pick<FilingRowView, 'filedOn' | 'validUntil'>): string =>
  filedOn === null ? '' : validUntil === null ? m.filings_until_none() : isoDate(validUntil)

type Deed = FilingView['history'][number]['action']
const deeds: Readonly<Record<Deed, () => string>> = {
  apply: m.filings_deed_apply,
  register: m.filings_deed_register,
  file: m.filings_deed_file,
  refuse: m.filings_deed_refuse,
  renew: m.filings_deed_renew,
  end: m.filings_deed_end,
  grow: m.filings_deed_grow,
  merge: m.filings_deed_merge,
}
const deedTones: Partial<Record<Deed, 'good' | 'bad' | 'warn'>> = {
  register: 'good',
  file: 'good',
  renew: 'good',
  grow: 'good',
  refuse: 'bad',
  end: 'bad',
  merge: 'warn',
}

/** A filing's history as a timeline shows it, the latest first. */
export const historyItems = ({ history }: Pick<FilingView, 'history'>) =>
  history.toReversed().map(({ seq, at, action, byName, note }) => ({
    ...{ id: String(seq), at, title: deeds[action](), actor: byName || undefined, text: note || undefined },
    tone: deedTones[action] ?? ('plain' as const),
  }))
