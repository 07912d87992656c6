import {
  addDays,
  addWorkingDays,
  civilDateOf,
  instantAt,
  isWorkingDay,
  type WorkingCalendar,
} from '@fuqiao/domain/calendar'
import type { SeededRandom } from './seeded-random.ts'

/** An instant in office hours so many working days later; on the same day, a little later. Null past the last loaded year. */
export function laterInOffice(
  from: Date,
  workingDays: number,
  { calendar, random }: { calendar: WorkingCalendar; random: SeededRandom },
): Date | null {
  if (workingDays === 0) return new Date(from.getTime() + random.int(6, 50) * 60_000)
  const day = addWorkingDays(calendar, civilDateOf(from), workingDays)
  return day.ok ? officeTime(day.date, random) : null
}

/** A time of a day between nine and half past five. */
export function officeTime(day: string, random: SeededRandom): Date {
  return new Date(instantAt(day, '09:00').getTime() + random.int(0, 510) * 60_000)
}

/** The day so many working days before another. */
export function workingDayBefore(calendar: WorkingCalendar, day: string, workingDays: number): string {
  let date = day
  for (let left = workingDays; left > 0;) {
    date = addDays(date, -1)
    const asked = isWorkingDay(calendar, date)
    if (!asked.ok) throw new RangeError(`the calendar of ${asked.year} is not loaded`)
    if (asked.works) left -= 1
  }
  return date
}
