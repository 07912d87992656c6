import { dueInstant } from '../calendar/working-calendar.ts'
import type { CalendarRefusal, Term } from '../calendar/working-calendar.ts'
import type { Reckoning, ReferralFacts } from './facts.ts'
import type { ClockAction, DeadlineRule } from './states.ts'

/** A deadline as it is stored: absolute, with the calendar it was counted on. */
export type Due = {
  readonly ok: true
  readonly rule: DeadlineRule
  readonly at: Date
  readonly calendarVersion: string
}

/** When a deadline that starts now runs out. Refused by name when a year it needs is not loaded. */
export function dueFor(rule: DeadlineRule, from: Date, reckoning: Reckoning): Due | CalendarRefusal {
  const due = after(from, reckoning.rules.deadlines[rule], reckoning)
  return due.ok ? { ok: true, rule, at: due.at, calendarVersion: reckoning.calendar.version } : due
}

/** What the clock knows a referral by. */
export type ClockFacts = Pick<ReferralFacts, 'clock' | 'escalationLevel' | 'expiresAt'>

/** What the clock has to do now, in order, and when to look again; null when never. */
export type ClockDue = { readonly actions: readonly ClockAction[]; readonly nextAt: Date | null }

/** What the clock does when a deadline runs out and nobody has moved; the others are reminded of and climb. */
const AT_THE_END: Readonly<Partial<Record<DeadlineRule, ClockAction>>> = {
  draft: 'dropDraft',
  consent: 'lapseConsent',
  information: 'lapseInformation',
  reroute: 'letRest',
  confirm: 'closeUnconfirmed',
}

const ONE_DAY_MS = 86_400_000

/**
 * What the clock must do with a referral at an instant: remind its holder, bring it before the lowest common superior,
 * or end what nobody answered. What has been done does not come again. A climb whose date lies in a year that is not
 * loaded waits, and is looked at daily, until it is.
 */
export function clockDue(facts: ClockFacts, setting: Reckoning & { readonly now: Date }): ClockDue {
  const events = clockEvents(facts, setting)
  const isDue = (at: Date) => at.getTime() <= setting.now.getTime()
  const due = events.filter(({ at }) => at !== null && isDue(at)).map(({ action }) => action)
  const end = due.find(action => action === 'expire' || (facts.clock && action === AT_THE_END[facts.clock.rule]))
  if (end) return { actions: [end], nextAt: null }
  const waiting = events.flatMap(({ at }) => (at === null ? [laterOf(facts, setting.now)] : isDue(at) ? [] : [at]))
  waiting.sort((a, b) => a.getTime() - b.getTime())
  return { actions: due.includes('escalate') ? ['escalate'] : due, nextAt: waiting[0] ?? null }
}

/** What the clock will still do with a referral and when; null where the date cannot be known yet. */
function clockEvents(
  { clock, escalationLevel, expiresAt }: ClockFacts,
  reckoning: Reckoning,
): { action: ClockAction; at: Date | null }[] {
  if (clock === null) return []
  const { reminderAfter, escalateAfter } = reckoning.rules.deadlines[clock.rule]
  const events: { action: ClockAction; at: Date | null }[] = []
  const ending = AT_THE_END[clock.rule]
  if (escalationLevel < 1) {
    if (reminderAfter) events.push({ action: 'remind', at: instantAfter(clock.startedAt, reminderAfter, reckoning) })
    else if (!ending) events.push({ action: 'remind', at: clock.dueAt })
  }
  const climb = escalateAfter ? instantAfter(clock.dueAt, escalateAfter, reckoning) : clock.dueAt
  if (escalationLevel < 2 && escalateAfter) events.push({ action: 'escalate', at: climb })
  if (ending) events.push({ action: ending, at: clock.dueAt })
  // Whoever acknowledged late has its days for the decision all the same: it ends once both reminders have come and gone.
  if (expiresAt) events.push({ action: 'expire', at: climb && (climb > expiresAt ? climb : expiresAt) })
  return events
}

function laterOf({ clock }: Pick<ReferralFacts, 'clock'>, now: Date): Date {
  const tomorrow = now.getTime() + ONE_DAY_MS
  return new Date(Math.max(tomorrow, clock?.dueAt.getTime() ?? tomorrow))
}

function instantAfter(from: Date, term: Term, reckoning: Reckoning): Date | null {
  const due = after(from, term, reckoning)
  return due.ok ? due.at : null
}

function after(from: Date, term: Term, { calendar, businessDayEnds }: Reckoning): ReturnType<typeof dueInstant> {
  return dueInstant(calendar, from, { ...term, ...(businessDayEnds === undefined ? {} : { businessDayEnds }) })
}
