import { languageTag } from '#lib/locale.ts'

type When = Date | string | number

const ZONE = 'Asia/Shanghai'
const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>()

function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: (tag: string) => T,
): T {
  const tag = languageTag()
  const id = `${tag} ${key}`
  const known = formatters.get(id)
  if (known !== undefined) return known as T
  const made = make(tag)
  formatters.set(id, made)
  return made
}

function parts(when: When): Record<string, string> {
  const format = cached(
    'parts',
    () =>
      new Intl.DateTimeFormat('en-CA-u-hc-h23', {
        timeZone: ZONE,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  )
  return Object.fromEntries(format.formatToParts(new Date(when)).map(({ type, value }) => [type, value]))
}

/** `2026-11-05`: the day in Beijing, for tables, inputs and file names. */
export function isoDate(when: When): string {
  const { year, month, day } = parts(when)
  return `${year}-${month}-${day}`
}

/** `2026-11-05 17:30`: the minute in Beijing, for tables and timelines. */
export function isoMinute(when: When): string {
  const { hour, minute } = parts(when)
  return `${isoDate(when)} ${hour}:${minute}`
}

/** `2026年11月5日` / `5 November 2026`: the day in Beijing, for sentences. */
export function longDate(when: When): string {
  return cached(
    'long',
    tag => new Intl.DateTimeFormat(tag, { timeZone: ZONE, year: 'numeric', month: 'long', day: 'numeric' }),
  ).format(new Date(when))
}

/** `11月5日 周四` / `Thu 5 Nov`: the day in Beijing, for a list of days near today. */
export function shortDay(when: When): string {
  const day = cached('day', tag => new Intl.DateTimeFormat(tag, { timeZone: ZONE, month: 'short', day: 'numeric' }))
  const weekday = cached('weekday', tag => new Intl.DateTimeFormat(tag, { timeZone: ZONE, weekday: 'short' }))
  const words = [day.format(new Date(when)), weekday.format(new Date(when))]
  return (languageTag().startsWith('zh') ? words : words.toReversed()).join(' ')
}

/** `3小时前` / `3 hours ago`: how far `when` lies from `now`, in the largest fitting unit. */
export function relativeTime(when: When, now: When): string {
  const seconds = Math.round((new Date(when).getTime() - new Date(now).getTime()) / 1000)
  const format = cached('relative', tag => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit)
  }
  return format.format(0, 'minute')
}

/** `1,024`, with at most `digits` decimals. */
export function number(value: number, digits = 0): string {
  return cached(`number ${digits}`, tag => new Intl.NumberFormat(tag, { maximumFractionDigits: digits })).format(value)
}

/** `3.2万` / `32K`: a figure short enough for a tile or an axis. */
export function compactNumber(value: number): string {
  return cached('compact', tag => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })).format(
    value,
  )
}

/** `87.5%` of a share between 0 and 1. */
export function percent(share: number, digits = 1): string {
  return cached(
    `percent ${digits}`,
    tag => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: digits }),
  ).format(share)
}

/** `¥12,000.00` of an amount in fen (1/100 yuan), so that no sum is ever a fraction in binary. */
export function money(fen: number): string {
  return cached(
    'money',
    tag => new Intl.NumberFormat(tag, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' }),
  ).format(fen / 100)
}

/** `3.4 MB` of a number of bytes, in units of 1,000. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${number(bytes / 1_000 ** power, power === 0 ? 0 : 1)} ${units[power]}`
}
