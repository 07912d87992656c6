import type { Drill, ReferralCountFilter, referralFiguresSchema } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain'
import type { z } from 'zod'
import { counted } from './drill.ts'
import type { ResponseCount } from './referral-figures-store.ts'

type Response = z.infer<typeof referralFiguresSchema>['acknowledge']
type Weighted = { value: number; n: number }

/** The value below which the share p of all lies, of values that each occur n times; null without any. */
export function weightedPercentile(counts: readonly Weighted[], p: number): number | null {
  const sorted = counts.filter(({ n }) => n > 0).toSorted((a, b) => a.value - b.value)
  const all = sorted.reduce((sum, { n }) => sum + n, 0)
  if (all === 0) return null
  const place = p * (all - 1)
  const at = (index: number): number => {
    let seen = 0
    for (const { value, n } of sorted) {
      seen += n
      if (index < seen) return value
    }
    return sorted.at(-1)?.value ?? 0
  }
  const [below, above] = [at(Math.floor(place)), at(Math.ceil(place))]
  return Math.round((below + (above - below) * (place - Math.floor(place))) * 10) / 10
}

/** Median hours of business to acknowledgement; null without answers. */
export function medianHours(counts: readonly Pick<ResponseCount, 'hours' | 'n'>[]): number | null {
  return weightedPercentile(hoursOf(counts), 0.5)
}

const hoursOf = (counts: readonly Pick<ResponseCount, 'hours' | 'n'>[]): Weighted[] =>
  counts.flatMap(({ hours, n }) => (hours === null ? [] : [{ value: hours, n }]))

/** The list of answers behind a figure of a distribution. */
type ListOf = (filter: Partial<ReferralCountFilter>) => Drill

/** The distribution of one measure over working days, with the limit that the profile sets. */
export function responseOf(rows: readonly ResponseCount[], limitDays: number | null, listOf: ListOf): Response {
  const known = rows.filter(({ days }) => days !== null)
  const sum = (some: readonly ResponseCount[]) => some.reduce((all, { n }) => all + n, 0)
  const timed = (daysFrom: number | undefined, daysTo: number | undefined) =>
    counted(
      sum(
        known.filter(
          ({ days }) => days !== null && days >= (daysFrom ?? 0) && (daysTo === undefined || days <= daysTo),
        ),
      ),
      listOf({ isTimed: true, daysFrom, daysTo }),
    )
  return {
    answers: timed(undefined, undefined),
    unknown: counted(sum(rows) - sum(known), listOf({ isTimed: false })),
    medianHours: medianHours(known),
    slowTenthHours: weightedPercentile(hoursOf(known), 0.9),
    limitDays,
    inTime: timed(undefined, limitDays ?? undefined),
    bins: edgesFor(limitDays ?? 5).map(([from, to]) => ({
      from,
      to,
      ...timed(from, to ?? undefined),
      isLate: limitDays !== null && from > limitDays,
    })),
  }
}

/** Ranges of working days that never straddle the limit: single days at first, wider ones further out, the last one open. */
function edgesFor(limit: number): [number, number | null][] {
  const singles = Array.from({ length: Math.min(limit, 2) + 1 }, (_, day): [number, number] => [day, day])
  const upToLimit: [number, number][] =
    limit >= 6
      ? [
          [3, 5],
          [6, limit],
        ]
      : limit >= 3
        ? [[3, limit]]
        : []
  return [
    ...singles,
    ...upToLimit,
    [limit + 1, limit + 1],
    [limit + 2, limit + 3],
    [limit + 4, limit + 8],
    [limit + 9, null],
  ]
}

/** Working days that a target has to acknowledge, and to decide counted from submission; null where the profile counts in calendar days. */
export function limitsOf({ referral }: Profile): { acknowledge: number | null; decide: number | null } {
  const { acknowledge, decide } = referral.deadlines
  const isWorking = (term: { unit: string }) => term.unit === 'workingDay'
  return {
    acknowledge: isWorking(acknowledge) ? acknowledge.days : null,
    decide: isWorking(acknowledge) && isWorking(decide) ? acknowledge.days + decide.days : null,
  }
}
