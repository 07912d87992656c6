/** A day on the wall calendar of Asia/Shanghai, `YYYY-MM-DD`. */
export type CivilDate = string

const DAY_MS = 86_400_000
// China has kept +08:00 without summer time since 1991; no instant of the product is older.
const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** Days named at most; beyond, they are named anew. */
const mostNamed = 4000
const named = new Map<number, CivilDate>()

/** The day it is in Shanghai at an instant. Each day is named once: a list asks of every row, and its rows fall on few days. */
export function civilDateOf(instant: Date): CivilDate {
  const day = Math.floor((instant.getTime() + SHANGHAI_OFFSET_MS) / DAY_MS)
  const known = named.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (named.size >= mostNamed) named.clear()
  named.set(day, date)
  return date
}

/** The instant of a wall-clock time (`HH:mm`) on a day in Shanghai. Throws RangeError on a day or time that does not exist. */
export function instantAt(date: CivilDate, time: string): Date {
  const instant = new Date(`${date}T${time}:00+08:00`)
  if (Number.isNaN(instant.getTime()) || civilDateOf(instant) !== date)
    throw new RangeError(`no such instant: ${date} ${time}`)
  return instant
}

/** The day so many days later (or earlier, when negative). */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(startOfUtcDay(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The same day of the month so many months later; where that month has none, its last day. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return addDays(first.toISOString().slice(0, 10), Math.min(day, last) - 1)
}

/** Days from one day to the other; negative when the second is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return (startOfUtcDay(to) - startOfUtcDay(from)) / DAY_MS
}

/** The year of a day. */
export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4))
}

/** Saturday or Sunday. */
export function isWeekend(date: CivilDate): boolean {
  const weekday = new Date(startOfUtcDay(date)).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** Whether a text names a day that exists. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function startOfUtcDay(date: CivilDate): number {
  if (!isCivilDate(date)) throw new RangeError(`no such day: ${date}`)
  return Date.parse(`${date}T00:00:00Z`)
}
