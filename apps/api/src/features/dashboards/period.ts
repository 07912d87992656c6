import type { BoardScope, Period } from '@fuqiao/contract'
import { addDays, civilDateOf, daysBetween, instantAt } from '@fuqiao/domain'

/** A stretch of time with the one it is compared to; `before` instants are not included any more. */
export type Stretch = {
  view: BoardScope['period']
  since: Date
  before: Date
  previousSince: Date
  previousBefore: Date
}

/** The first day of the month so many months away from a day's month. */
export function firstOfMonth(date: string, months = 0): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

/** The last day of a month, `YYYY-MM`. */
export function lastOfMonth(month: string): string {
  return addDays(firstOfMonth(`${month}-01`, 1), -1)
}

const monthsOf = { month: 1, quarter: 3, year: 12, twelveMonths: 12 } as const

function firstDay(kind: keyof typeof monthsOf, today: string): string {
  const month = Number(today.slice(5, 7))
  if (kind === 'month') return firstOfMonth(today)
  if (kind === 'quarter') return firstOfMonth(today, -((month - 1) % 3))
  if (kind === 'year') return `${today.slice(0, 4)}-01-01`
  return firstOfMonth(today, -11)
}

const startOf = (date: string) => instantAt(date, '00:00')

/**
 * The days a board shows, and those it compares them with. A named stretch ends today and is compared with as many days from the start of the one
 * before it (1–22 November with 1–22 October), so that a month just begun is not held against a whole one; a range with as many days before it.
 */
export function stretchOf(period: Period, now: Date): Stretch {
  const today = civilDateOf(now)
  const from = period.kind === 'range' ? period.from : firstDay(period.kind, today)
  const to = period.kind === 'range' ? period.to : today
  const length = daysBetween(from, to) + 1
  const previousFrom = period.kind === 'range' ? addDays(from, -length) : firstOfMonth(from, -monthsOf[period.kind])
  const sameLength = addDays(previousFrom, length - 1)
  const dayBefore = addDays(from, -1)
  const previousTo = sameLength < dayBefore ? sameLength : dayBefore
  return {
    view: { kind: period.kind, from, to, previousFrom, previousTo },
    since: startOf(from),
    before: startOf(addDays(to, 1)),
    previousSince: startOf(previousFrom),
    previousBefore: startOf(addDays(previousTo, 1)),
  }
}

/** Twelve months that end with the month of a day: the first day of each, and of the one after the last. */
export function twelveMonthsTo(date: string): { months: string[]; since: Date; before: Date } {
  const starts = Array.from({ length: 12 }, (_, index) => firstOfMonth(date, index - 11))
  return {
    months: starts.map(start => start.slice(0, 7)),
    since: startOf(starts[0] ?? date),
    before: startOf(firstOfMonth(date, 1)),
  }
}
