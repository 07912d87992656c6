import { addDays, type CivilDate, civilDateOf, instantAt } from '../calendar/civil-date.ts'
import { type CalendarRefusal, dueInstant, isWorkingDay, type WorkingCalendar } from '../calendar/working-calendar.ts'
import { bucketsOfYear, type Bucket, daysOfBucket } from '../indicators/buckets.ts'
import type { ReportKind } from '../profile/report-schema.ts'
import type { ReportCadence, TenantKind, Tier } from '../profile/vocabulary.ts'

const shapes: Readonly<Record<ReportCadence, RegExp>> = {
  quarter: /-Q\d$/,
  halfYear: /-H\d$/,
  midYear: /-H1$/,
  year: /^\d{4}$/,
}

/** The stretch of a cadence that ended last before a day. */
export function lastStretchBefore(cadence: ReportCadence, day: CivilDate): Bucket {
  const [last] = stretchesBefore(cadence, day)
  if (last === undefined) throw new RangeError(`no ${cadence} ended before ${day}`)
  return last
}

/** The stretches of a cadence that ended before a day, in this year and the one before; the latest first. */
export function stretchesBefore(cadence: ReportCadence, day: CivilDate): Bucket[] {
  const year = Number(day.slice(0, 4))
  return [year - 1, year]
    .flatMap(bucketsOfYear)
    .filter(bucket => shapes[cadence].test(bucket) && daysOfBucket(bucket).to < day)
    .toSorted((one, other) => (daysOfBucket(one).to < daysOfBucket(other).to ? 1 : -1))
}

/** Whether an incubator makes reports of a kind: the administrative centres, unless the profile names others. */
export function makesReport(
  { makers }: Pick<ReportKind, 'makers'>,
  { tier, kind }: { readonly tier: Tier; readonly kind: TenantKind },
): boolean {
  const kinds: readonly TenantKind[] = makers?.kinds ?? ['administrative']
  return kinds.includes(kind) && (makers?.tiers === undefined || makers.tiers.includes(tier))
}

/** The term of a round as it is stored: absolute, with the calendar it was counted on. */
export type ReportTerm = {
  readonly ok: true
  readonly dueAt: Date
  readonly remindAt: Date
  readonly calendarVersion: string
}

/**
 * The term of a stretch's reports: from its last day, or from the day on which they are asked for where that is later, so that nobody is late before being asked.
 * Refused by name when a year that it needs is not loaded.
 */
export function reportTerm(
  { due, remindBefore }: Pick<ReportKind, 'due' | 'remindBefore'>,
  { bucket, askedOn }: { readonly bucket: Bucket; readonly askedOn: CivilDate },
  { calendar, businessDayEnds }: { readonly calendar: WorkingCalendar; readonly businessDayEnds: string },
): ReportTerm | CalendarRefusal {
  const { to } = daysOfBucket(bucket)
  // Asked on the morning after the stretch is in time: the term runs from its last day.
  const from = addDays(to, 1) < askedOn ? askedOn : to
  const end = dueInstant(calendar, instantAt(from, '00:00'), { ...due, businessDayEnds })
  if (!end.ok) return end
  let day = civilDateOf(end.at)
  for (let left = remindBefore.days; left > 0;) {
    day = addDays(day, -1)
    const working = isWorkingDay(calendar, day)
    if (remindBefore.unit === 'calendarDay' || !working.ok || working.works) left -= 1
  }
  return { ok: true, dueAt: end.at, remindAt: instantAt(day, businessDayEnds), calendarVersion: calendar.version }
}
