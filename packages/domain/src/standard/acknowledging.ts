import { dueInstant, type WorkingCalendar } from '../calendar/working-calendar.ts'
import { addDays, type CivilDate, civilDateOf, instantAt } from '../calendar/civil-date.ts'
import type { AcknowledgingRules } from '../profile/guidance-schema.ts'

/** How an incubator stands to what it is to acknowledge. */
export const ACKNOWLEDGING_STANDINGS = ['given', 'open', 'overdue'] as const
export type AcknowledgingStanding = (typeof ACKNOWLEDGING_STANDINGS)[number]

/** What the reckoning of a term needs. */
export type Terms = {
  readonly calendar: WorkingCalendar
  readonly rules: AcknowledgingRules
  readonly businessDayEnds: string
}

/**
 * When an acknowledgement is due: the network's term after what is to be acknowledged was made known, or after the incubator was opened where that
 * is later. Null where the day lies beyond the loaded calendar.
 */
export function acknowledgeBy(
  madeKnownAt: Date,
  openedOn: CivilDate,
  { calendar, rules, businessDayEnds }: Terms,
): Date | null {
  const opened = instantAt(openedOn, '00:00')
  const due = dueInstant(calendar, opened > madeKnownAt ? opened : madeKnownAt, {
    ...rules.acknowledge,
    businessDayEnds,
  })
  return due.ok ? due.at : null
}

/** How an incubator stands. */
export function acknowledgingStanding(
  { givenAt, dueAt }: { readonly givenAt: Date | null; readonly dueAt: Date | null },
  now: Date,
): AcknowledgingStanding {
  if (givenAt !== null) return 'given'
  return dueAt !== null && dueAt < now ? 'overdue' : 'open'
}

/** No term of a network is longer, in days of the calendar. */
const longest = 1000

/**
 * The last day on which something must have been made known for its acknowledgement to be overdue by now: what was made known then or before is late,
 * all else is not. So a list of any length is asked about with one day.
 */
export function lateIfKnownBy(now: Date, terms: Terms): CivilDate {
  let day = civilDateOf(now)
  for (let left = longest; left > 0; left -= 1) {
    const due = acknowledgeBy(instantAt(day, '12:00'), day, terms)
    if (due !== null && due < now) return day
    day = addDays(day, -1)
  }
  return day
}
