import { addDays, daysBetween, isCivilDate } from '@fuqiao/domain/calendar'

/** A month as an address writes it, `2026-11`; that of `today` where it writes none. */
export function monthIn(parameter: string | null, today: string): string {
  const asked = parameter ?? ''
  return /^\d{4}-\d{2}$/.test(asked) && isCivilDate(`${asked}-01`) && asked >= '1990-01' && asked <= '2190-12'
    ? asked
    : today.slice(0, 7)
}

const first = (month: string) => `${month}-01`

/** The month before or after. */
export function monthBeside(month: string, by: 1 | -1): string {
  return by === -1 ? addDays(first(month), -1).slice(0, 7) : addDays(first(month), 31).slice(0, 7)
}

/** Its last day. */
export const lastOf = (month: string): string => addDays(first(monthBeside(month, 1)), -1)

/** Its weeks, Monday first, whole: days of the months beside it are among them. */
export function weeksOf(month: string): string[][] {
  // The first of January 2001 was a Monday.
  const before = ((daysBetween('2001-01-01', first(month)) % 7) + 7) % 7
  const weeks: string[][] = []
  for (let day = addDays(first(month), -before); day <= lastOf(month); day = addDays(day, 7))
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(day, at)))
  return weeks
}
