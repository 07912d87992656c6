import { addDays, civilDateOf, instantAt, isWeekend } from '../calendar/civil-date.ts'
import { isWorkingDay, type WorkingCalendar } from '../calendar/working-calendar.ts'

/**
 * When the next daily digest goes out after an instant: at the start of business of the next working day that begins later. A day of a year whose
 * list is not loaded is judged by the plain week, unlike a deadline, which is refused: nothing is lost when a digest comes on a holiday, and
 * people would miss what came if it stopped with the year.
 */
export function nextDigestAt(calendar: WorkingCalendar, after: Date, starts: string): Date {
  let day = civilDateOf(after)
  while (instantAt(day, starts) <= after || !works(calendar, day)) day = addDays(day, 1)
  return instantAt(day, starts)
}

function works(calendar: WorkingCalendar, day: string): boolean {
  const known = isWorkingDay(calendar, day)
  return known.ok ? known.works : !isWeekend(day)
}
