import type { ServiceItemRow } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { tenantKindLabel, tierLabel } from '#lib/words.ts'

const periods: Readonly<Record<ServiceItemRow['period'], () => string>> = {
  month: m.guidance_items_period_month,
  quarter: m.guidance_items_period_quarter,
  year: m.guidance_items_period_year,
}

export const periodLabel = (period: ServiceItemRow['period']): string => periods[period]()
/** So many times a period. */
export const targetWords = ({ target, period }: Pick<ServiceItemRow, 'target' | 'period'>): string =>
  m.guidance_items_target({ target, period: periodLabel(period) })
/** Whom an item is asked of. */
export const askedWords = ({ tiers, kinds }: Pick<ServiceItemRow, 'tiers' | 'kinds'>): string =>
  tiers.length + kinds.length === 0
    ? m.guidance_items_asked_all()
    : [...tiers.map(tierLabel), ...kinds.map(tenantKindLabel)].join(' · ')
/** From when to when it runs. */
export const termWords = ({ from, until }: Pick<ServiceItemRow, 'from' | 'until'>): string =>
  until === null ? m.guidance_items_term_open({ from }) : m.guidance_items_term_days({ from, until })
/** The days that are counted. */
export const countedWords = ({ days }: Pick<ServiceItemRow, 'days'>): string =>
  days === null ? m.guidance_items_counted_not() : m.guidance_items_term_days({ from: days.from, until: days.to })
/** The mark of an item. */
export const itemTag = (state: ServiceItemRow['state']) =>
  state === 'pushed'
    ? ({ label: m.guidance_items_state_pushed(), tone: 'info' } as const)
    : ({ label: m.guidance_items_state_ended(), tone: 'ended' } as const)
