import { civilDateOf, instantAt } from '../calendar/civil-date.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { dueInstant, workingDaysBetween } from '../calendar/working-calendar.ts'
import type { CalendarRefusal, Term } from '../calendar/working-calendar.ts'
import { clockDue, dueFor } from './clock.ts'
import type { ReferralFacts, Setting } from './facts.ts'
import type { ClockChange, ExpiryChange, Transitioned } from './machine.ts'
import type { DeadlineRule } from './states.ts'

/** A referral's clocks as they are stored: absolute instants, with the calendar they were counted on. */
export type Clocks = {
  readonly ok: true
  readonly clock: ReferralFacts['clock']
  readonly expiresAt: Date | null
  readonly stood: ReferralFacts['stood']
  /** When the clock looks at the referral next; null when never. */
  readonly nextAt: Date | null
}

type Before = Pick<ReferralFacts, 'clock' | 'expiresAt' | 'stood'>
type Running = NonNullable<ReferralFacts['clock']>
type Found<T> = { readonly ok: true; readonly value: T } | CalendarRefusal

const nothing: Before = { clock: null, expiresAt: null, stood: null }

/**
 * The clocks of a referral after a transition. A deadline in working days that leaves the loaded years is refused by name.
 * `plannedEndOn`: when the service is planned to be done; the report of its outcome falls due with the earlier of the two deadlines.
 */
export function clocksAfter(
  decision: Pick<Transitioned, 'clock' | 'expiry' | 'escalationLevel' | 'next'>,
  setting: Setting,
  { before = nothing, plannedEndOn = null }: { before?: Before; plannedEndOn?: CivilDate | null } = {},
): Clocks | CalendarRefusal {
  const running = clockAfter(decision.clock, before, setting)
  if (!running.ok) return running
  const clock = decision.next === 'active' ? withPlannedEnd(running.value, plannedEndOn, setting) : running.value
  const expiresAt = expiryAfter(decision.expiry, before, setting)
  if (!expiresAt.ok) return expiresAt
  const stood = decision.expiry === 'stand' ? whatIsLeft(before, setting) : null
  const kept = decision.expiry === 'keep' ? before.stood : stood
  const facts = { clock, expiresAt: expiresAt.value, escalationLevel: decision.escalationLevel }
  const { actions, nextAt } = clockDue(facts, setting)
  return {
    ok: true,
    clock,
    expiresAt: expiresAt.value,
    stood: kept,
    nextAt: actions.length > 0 ? setting.now : nextAt,
  }
}

function clockAfter(change: ClockChange, before: Before, setting: Setting): Found<ReferralFacts['clock']> {
  const { now } = setting
  switch (change.change) {
    case 'none':
      return { ok: true, value: null }
    case 'keep':
      return { ok: true, value: before.clock }
    case 'until':
      return begun(change.rule, now, instantAt(change.on, setting.businessDayEnds ?? '18:00'))
    case 'resume': {
      if (before.stood === null) return clockAfter({ change: 'set', rule: change.rule }, before, setting)
      const due = after(now, { days: before.stood.dueDays, unit: 'workingDay' }, setting)
      return due.ok ? begun(change.rule, now, due.at) : due
    }
    case 'set': {
      const due = dueFor(change.rule, now, setting)
      return due.ok ? begun(change.rule, now, due.at) : due
    }
  }
}

function begun(rule: DeadlineRule, startedAt: Date, dueAt: Date): Found<Running> {
  return { ok: true, value: { rule, startedAt, dueAt } }
}

/** The earlier of the next progress note and the report that is due after the planned end; a report past the loaded years is not due yet. */
function withPlannedEnd(
  clock: ReferralFacts['clock'],
  plannedEndOn: CivilDate | null,
  setting: Setting,
): ReferralFacts['clock'] {
  if (clock === null || plannedEndOn === null || clock.rule !== 'progress') return clock
  const due = dueFor('outcome', instantAt(plannedEndOn, '12:00'), setting)
  if (!due.ok || due.at >= clock.dueAt) return clock
  // Past its day already, a report stays as late as it is.
  return { rule: 'outcome', startedAt: clock.startedAt, dueAt: due.at }
}

function expiryAfter(change: ExpiryChange, before: Before, setting: Setting): Found<Date | null> {
  const { now, rules } = setting
  switch (change) {
    case 'end':
    case 'stand':
      return { ok: true, value: null }
    case 'keep':
      return { ok: true, value: before.expiresAt }
    case 'start':
      return instantOf(after(now, rules.expireAfter, setting))
    case 'startWait':
      return instantOf(after(now, rules.waitlistAtMost, setting))
    case 'resume':
      return before.stood === null
        ? instantOf(after(now, rules.expireAfter, setting))
        : instantOf(after(now, { days: before.stood.expiryDays, unit: 'workingDay' }, setting))
  }
}

function instantOf(due: ReturnType<typeof dueInstant>): Found<Date> {
  return due.ok ? { ok: true, value: due.at } : due
}

/** What is left of both clocks when they are stopped, in working days; one at least, so that an answer never comes too late to be read. */
function whatIsLeft({ clock, expiresAt }: Before, { calendar, now }: Setting): ReferralFacts['stood'] {
  const left = (until: Date | null) => {
    if (until === null) return 1
    const counted = workingDaysBetween(calendar, civilDateOf(now), civilDateOf(until))
    return counted.ok ? Math.max(1, counted.days) : 1
  }
  return { dueDays: left(clock?.dueAt ?? null), expiryDays: left(expiresAt) }
}

function after(from: Date, term: Term, { calendar, businessDayEnds }: Setting): ReturnType<typeof dueInstant> {
  return dueInstant(calendar, from, { ...term, ...(businessDayEnds === undefined ? {} : { businessDayEnds }) })
}
