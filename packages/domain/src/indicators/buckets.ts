import { addDays, type CivilDate } from '../calendar/civil-date.ts'

/** A stretch of time that figures are kept for: `all`, a year `2026`, half `2026-H2`, quarter `2026-Q4` or month `2026-11`. */
export type Bucket = string

const shape = /^(\d{4})(?:-(?:(H)([12])|(Q)([1-4])|(0[1-9]|1[0-2])))?$/

/** The months that a bucket spans, as a count from year 0: from the first to the one after the last. @throws RangeError for what is no bucket of a year */
function monthsOf(bucket: Bucket): { first: number; length: number } {
  const found = shape.exec(bucket)
  if (!found) throw new RangeError(`${bucket} is no stretch of a year`)
  const [, year = '', , half, , quarter, month] = found
  const start = Number(year) * 12
  if (half !== undefined) return { first: start + (Number(half) - 1) * 6, length: 6 }
  if (quarter !== undefined) return { first: start + (Number(quarter) - 1) * 3, length: 3 }
  if (month !== undefined) return { first: start + Number(month) - 1, length: 1 }
  return { first: start, length: 12 }
}

/** Whether a word names a year or a part of one. */
export const isBucket = (word: string): boolean => shape.test(word)

const monthName = (at: number) =>
  `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`

/** The first and the last day of a bucket. @throws RangeError for what is no bucket of a year */
export function daysOfBucket(bucket: Bucket): { from: CivilDate; to: CivilDate } {
  const { first, length } = monthsOf(bucket)
  return { from: `${monthName(first)}-01`, to: addDays(`${monthName(first + length)}-01`, -1) }
}

/** The same stretch a year before. @throws RangeError for what is no bucket of a year */
export function yearBefore(bucket: Bucket): Bucket {
  monthsOf(bucket)
  return String(Number(bucket.slice(0, 4)) - 1).padStart(4, '0') + bucket.slice(4)
}

/** The months up to the last of a bucket, or to that of a day where the bucket is not over then; the latest last. */
export function monthsUpTo(bucket: Bucket, day: CivilDate, count = 12): Bucket[] {
  const { first, length } = monthsOf(bucket)
  const today = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  const last = Math.max(first, Math.min(first + length - 1, today))
  return Array.from({ length: count }, (_, index) => monthName(last - count + 1 + index))
}

/** The buckets of a year that can be chosen: the year, its halves, quarters and months. */
export function bucketsOfYear(year: number): Bucket[] {
  const name = String(year).padStart(4, '0')
  return [
    name,
    ...[1, 2].map(half => `${name}-H${half}`),
    ...[1, 2, 3, 4].map(quarter => `${name}-Q${quarter}`),
    ...Array.from({ length: 12 }, (_, month) => `${name}-${String(month + 1).padStart(2, '0')}`),
  ]
}
