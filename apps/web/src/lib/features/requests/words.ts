import type { ReferralRequestRow } from '@fuqiao/contract'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

type State = ReferralRequestRow['state']
type Tone = 'info' | 'good' | 'ended'

const states: Readonly<Record<State, readonly [() => string, Tone]>> = {
  open: [m.requests_state_open, 'info'],
  referred: [m.requests_state_referred, 'good'],
  ended: [m.requests_state_ended, 'ended'],
}

/** How a request stands. */
export function requestTag(state: State): { label: string; tone: Tone } {
  const [label, tone] = states[state]
  return { label: label(), tone }
}

/** When a request ends, or how long that is; nothing once a referral came of it. */
export function requestTerm({ state, dueAt, workingDaysLeft: days }: ReferralRequestRow): string {
  if (state === 'referred') return '—'
  if (state === 'ended' || days === null) return isoDate(dueAt)
  const left = days === 0 ? m.requests_days_today() : m.requests_days_left({ days })
  return `${isoDate(dueAt)} · ${left}`
}
