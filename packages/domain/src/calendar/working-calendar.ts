import { addDays, civilDateOf, instantAt, isWeekend, yearOf } from './civil-date.ts'
import type { CivilDate } from './civil-date.ts'

/** A day that differs from the plain week: off by holiday, or worked in exchange (调休). */
export type CalendarRow = { readonly day: CivilDate; readonly kind: 'work' | 'off' }

/** The working days of the years whose official list is loaded. Nothing is known, and nothing guessed, of any other year. */
export type WorkingCalendar = {
  /** Names the lists in use; stored with each due instant. */
  readonly version: string
  readonly years: ReadonlySet<number>
  readonly exceptions: ReadonlyMap<CivilDate, 'work' | 'off'>
}

/** The answer about a year whose holiday list is not loaded: refused by name, never guessed. */
export type CalendarRefusal = { readonly ok: false; readonly refusal: 'CALENDAR_NOT_LOADED'; readonly year: number }

/** A term in days. Working days need the holiday list, calendar days do not. */
export type Term = { readonly days: number; readonly unit: 'workingDay' | 'calendarDay' }

/** The hours of a working day on the wall clock of Shanghai, `HH:mm`. */
export type BusinessDay = { readonly starts: string; readonly ends: string }

/** Builds a calendar from stored rows. Rows of a year that is not in `years` (the exchange days before a New Year) are kept but do not load it. */
export function buildCalendar(raw: {
  version: string
  years: Iterable<number>
  rows: Iterable<CalendarRow>
}): WorkingCalendar {
  const exceptions = new Map<CivilDate, 'work' | 'off'>()
  for (const row of raw.rows) exceptions.set(row.day, row.kind)
  return { version: raw.version, years: new Set(raw.years), exceptions }
}

function works(calendar: WorkingCalendar, date: CivilDate): boolean {
  const exception = calendar.exceptions.get(date)
  return exception === undefined ? !isWeekend(date) : exception === 'work'
}

function notLoaded(calendar: WorkingCalendar, date: CivilDate): CalendarRefusal | null {
  const year = yearOf(date)
  return calendar.years.has(year) ? null : { ok: false, refusal: 'CALENDAR_NOT_LOADED', year }
}

/** Whether people work on a day; refused when its year is not loaded. */
export function isWorkingDay(
  calendar: WorkingCalendar,
  date: CivilDate,
): { readonly ok: true; readonly works: boolean } | CalendarRefusal {
  return notLoaded(calendar, date) ?? { ok: true, works: works(calendar, date) }
}

/** The n-th working day after a day, which itself is not counted; n = 0 gives the day back. Refused as soon as the count leaves the loaded years. */
export function addWorkingDays(
  calendar: WorkingCalendar,
  date: CivilDate,
  n: number,
): { readonly ok: true; readonly date: CivilDate } | CalendarRefusal {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`${n} is no count of working days`)
  let day = date
  for (let left = n; left > 0;) {
    day = addDays(day, 1)
    const refusal = notLoaded(calendar, day)
    if (refusal) return refusal
    if (works(calendar, day)) left -= 1
  }
  return { ok: true, date: day }
}

/** When a term that starts at an instant runs out: the end of business on its last day; the starting day is not counted. */
export function dueInstant(
  calendar: WorkingCalendar,
  from: Date,
  term: Term & { readonly businessDayEnds?: string },
): { readonly ok: true; readonly at: Date } | CalendarRefusal {
  const start = civilDateOf(from)
  const last =
    term.unit === 'calendarDay'
      ? ({ ok: true, date: addDays(start, term.days) } as const)
      : addWorkingDays(calendar, start, term.days)
  return last.ok ? { ok: true, at: instantAt(last.date, term.businessDayEnds ?? '18:00') } : last
}

type Count = { readonly ok: true; readonly days: number } | CalendarRefusal

/** Spans counted at most for one calendar; beyond, they are counted anew. */
const mostCounted = 10_000
const counted = new WeakMap<WorkingCalendar, Map<string, Count>>()

/**
 * Working days after the first day up to and with the second; 0 when the second is not later. Refused when a day between is not loaded. Each span is
 * counted once for a calendar, which never changes: a list asks of every row for the days from today to a date that many of them share.
 */
export function workingDaysBetween(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): Count {
  if (to <= from) return { ok: true, days: 0 }
  const known = counted.get(calendar) ?? new Map<string, Count>()
  counted.set(calendar, known)
  const span = `${from} ${to}`
  const count = known.get(span) ?? countWorkingDays(calendar, from, to)
  if (known.size >= mostCounted) known.clear()
  known.set(span, count)
  return count
}

function countWorkingDays(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): Count {
  let days = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const refusal = notLoaded(calendar, day)
    if (refusal) return refusal
    if (works(calendar, day)) days += 1
  }
  return { ok: true, days }
}

/** Hours of business between two instants, unrounded: what a response time is measured in. Refused when a day between is not loaded. */
export function workingHoursBetween(
  calendar: WorkingCalendar,
  span: { readonly from: Date; readonly to: Date },
  hours: BusinessDay,
): { readonly ok: true; readonly hours: number } | CalendarRefusal {
  let ms = 0
  for (let day = civilDateOf(span.from); day <= civilDateOf(span.to); day = addDays(day, 1)) {
    const refusal = notLoaded(calendar, day)
    if (refusal) return refusal
    if (!works(calendar, day)) continue
    const opens = Math.max(instantAt(day, hours.starts).getTime(), span.from.getTime())
    const shuts = Math.min(instantAt(day, hours.ends).getTime(), span.to.getTime())
    ms += Math.max(0, shuts - opens)
  }
  return { ok: true, hours: ms / 3_600_000 }
}
