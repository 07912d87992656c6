import { addDays, addMonths, type CivilDate } from '../calendar/civil-date.ts'

/** How often what a service item asks for is counted. */
export const SERVICE_ITEM_PERIODS = ['month', 'quarter', 'year'] as const
export type ServiceItemPeriod = (typeof SERVICE_ITEM_PERIODS)[number]

/** Where a service item stands. */
export const SERVICE_ITEM_STATES = ['pushed', 'ended'] as const
export type ServiceItemState = (typeof SERVICE_ITEM_STATES)[number]

/** A first and a last day. */
export type Days = { readonly from: CivilDate; readonly to: CivilDate }

const months = { month: 1, quarter: 3, year: 12 } as const

/** The month, the quarter or the year of the calendar that a day lies in. */
export function periodAround(period: ServiceItemPeriod, day: CivilDate): Days {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  const first = Math.floor((month - 1) / months[period]) * months[period] + 1
  const from = `${year}-${String(first).padStart(2, '0')}-01`
  return { from, to: addDays(addMonths(from, months[period]), -1) }
}

/** The days of a period on which the item is asked for; undefined where it is not at all. */
export function countedDays(
  { from, until }: { readonly from: CivilDate; readonly until: CivilDate | null },
  days: Days,
): Days | undefined {
  const first = from > days.from ? from : days.from
  const last = until !== null && until < days.to ? until : days.to
  return first <= last ? { from: first, to: last } : undefined
}

/** Whether an item is asked of an incubator below: of its tier and its kind, where the item names any. */
export function isAskedOf(
  item: { readonly tiers: readonly string[]; readonly kinds: readonly string[] },
  { tier, kind }: { readonly tier: string; readonly kind: string },
): boolean {
  return (
    (item.tiers.length === 0 || item.tiers.includes(tier)) && (item.kinds.length === 0 || item.kinds.includes(kind))
  )
}
