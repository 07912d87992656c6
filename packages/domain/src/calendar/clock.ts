import { civilDateOf } from './civil-date.ts'
import { workingDaysBetween } from './working-calendar.ts'
import type { WorkingCalendar } from './working-calendar.ts'

/** What a deadline looks like on a page. */
export type ClockColour = 'green' | 'yellow' | 'red'

/** Red once past due; yellow in the last third of the time given; green before. */
export function clockColour(start: Date, due: Date, now: Date): ClockColour {
  if (now.getTime() > due.getTime()) return 'red'
  const given = due.getTime() - start.getTime()
  return due.getTime() - now.getTime() <= given / 3 ? 'yellow' : 'green'
}

/** Working days since a deadline passed: 0 when it has not, or passed today; null where the holiday list of a day between is not loaded. */
export function overdueWorkingDays(calendar: WorkingCalendar, due: Date, now: Date): number | null {
  if (now.getTime() <= due.getTime()) return 0
  const counted = workingDaysBetween(calendar, civilDateOf(due), civilDateOf(now))
  return counted.ok ? counted.days : null
}
