import type { FactKind, IndicatorUnit } from '@fuqiao/domain/profile'
import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

const units: Readonly<Record<IndicatorUnit, () => string>> = {
  organisations: m.indicators_unit_organisations,
  times: m.indicators_unit_times,
  personTimes: m.indicators_unit_personTimes,
  incubators: m.indicators_unit_incubators,
  minutes: m.indicators_unit_minutes,
  percent: m.indicators_unit_percent,
}

/** What an indicator is counted in. */
export const unitLabel = (unit: IndicatorUnit): string => units[unit]()

/** A figure in the digits of its unit; a dash for a share of nothing. */
export const figureWords = (value: number | null, unit: IndicatorUnit): string =>
  value === null ? m.ui_none() : number(value, unit === 'percent' ? 1 : 0)

/** `2026年`, `2026年上半年`, `2026年第4季度`, `2026年11月`. */
export function bucketWords(bucket: string): string {
  const [year = '', part = ''] = bucket.split('-')
  if (part === '') return m.indicators_year({ year })
  if (part.startsWith('H')) return (part === 'H1' ? m.indicators_half_1 : m.indicators_half_2)({ year })
  if (part.startsWith('Q')) return m.indicators_quarter({ year, quarter: part.slice(1) })
  return m.dashboards_month_of_year({ year, month: Number(part) })
}

/** A part of a year without the year. */
export function partWords(part: string): string {
  if (part === '') return m.indicators_part_year()
  if (part.startsWith('H')) return (part === 'H1' ? m.indicators_part_half_1 : m.indicators_part_half_2)()
  if (part.startsWith('Q')) return m.indicators_part_quarter({ quarter: part.slice(1) })
  return m.dashboards_month({ month: Number(part) })
}

const kinds: Readonly<Record<FactKind, () => string>> = {
  organisationHeld: m.indicators_fact_organisationHeld,
  organisationFiled: m.indicators_fact_organisationFiled,
  organisationRaised: m.indicators_fact_organisationRaised,
  organisationRegistered: m.indicators_fact_organisationRegistered,
  caseApplied: m.indicators_fact_caseApplied,
  caseAdmitted: m.indicators_fact_caseAdmitted,
  caseResident: m.indicators_fact_caseResident,
  caseLeft: m.indicators_fact_caseLeft,
  service: m.indicators_fact_service,
  serviceMinutes: m.indicators_fact_serviceMinutes,
  activity: m.indicators_fact_activity,
  attendances: m.indicators_fact_attendances,
  incubator: m.indicators_fact_incubator,
}

/** What a fact tells. */
export const factLabel = (kind: FactKind): string => kinds[kind]()

const ways = {
  sum: m.indicators_as_sum,
  organisations: m.indicators_as_organisations,
  standing: m.indicators_as_standing,
  share: m.indicators_as_share,
}

/** How places make the figure of the place above. */
export const reckoningLabel = (as: keyof typeof ways): string => ways[as]()
