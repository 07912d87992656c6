import { longDate } from '#lib/format.ts'

/** The last day of a grant, in words: it ends with that day, at the first instant of the next. */
export function lastDay(until: string): string {
  return longDate(Date.parse(until) - 1)
}
