import type { Figure } from '@fuqiao/contract'
import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { tierLabel } from '#lib/words.ts'

type Delta = { direction: 'up' | 'down' | 'flat'; text: string; tone: 'good' | 'bad' | 'neutral' }

/** How a figure moved against the period before, in words; `wish` says which way is the good one. */
export function deltaOf({ value, previous }: Figure, wish: 'more' | 'less' | 'none' = 'none'): Delta | undefined {
  if (previous === null) return undefined
  const difference = value - previous
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'flat'
  const isGood = (direction === 'up') === (wish === 'more')
  const tone = wish === 'none' || direction === 'flat' ? 'neutral' : isGood ? 'good' : 'bad'
  return {
    direction,
    text: m.dashboards_delta({ difference: number(Math.abs(difference)) }),
    tone,
  }
}

/** Hours of business, as people say them. */
export function hoursWords(hours: number | null): string | null {
  if (hours === null) return null
  return hours < 1 ? m.dashboards_hours_under_one() : m.dashboards_hours({ hours: number(hours, 1) })
}

/** The same as a figure without its unit, for a tile. */
export function hoursFigure(hours: number | null): string {
  if (hours === null) return m.ui_none()
  return hours < 1 ? '<1' : number(hours, 1)
}

/** A range of working days since submission. */
export function daysWords({ from, to }: { from: number; to: number | null }): string {
  if (to === null) return m.dashboards_days_from({ from })
  if (from === 0 && to === 0) return m.dashboards_days_same()
  return from === to ? m.dashboards_days_one({ days: from }) : m.dashboards_days_range({ from, to })
}

/** An end of a flow: the centres of a tier, or the incubators beside them at that tier. */
export function endOf({ tier, kind }: { tier: string; kind: string }): { id: string; label: string } {
  return kind === 'administrative'
    ? { id: tier, label: tierLabel(tier) }
    : { id: `${tier}-beside`, label: m.dashboards_beside({ tier: tierLabel(tier) }) }
}

/** `11月`, or with the year where it begins or the list does. */
export function monthWords(month: string, isFirst: boolean): string {
  const [year = '', number = ''] = month.split('-')
  return isFirst || number === '01'
    ? m.dashboards_month_of_year({ year, month: Number(number) })
    : m.dashboards_month({ month: Number(number) })
}
