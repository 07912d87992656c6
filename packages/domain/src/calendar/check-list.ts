import { addDays, type CivilDate, isCivilDate, isWeekend, yearOf } from './civil-date.ts'

/** A line as it was handed in: its number in the file, and day, kind and name as texts. */
export type ListLine = { readonly row: number; readonly day: string; readonly kind: string; readonly name: string }

/** A line of a year's official list. */
export type ListRow = [day: CivilDate, kind: 'work' | 'off', name: string]

/** What is wrong with a line. */
export const LINE_FAULTS = [
  'notADay',
  'notOfYear',
  'twice',
  'kindUnknown',
  'nameMissing',
  'weekendAlone',
  'weekdayWork',
] as const
/** What is wrong with a list as a whole. */
export const LIST_FAULTS = ['empty', 'offDaysDoubtful', 'workDaysDoubtful'] as const

/** A fault by name, with the line it is in; `row` null: the whole list's. */
export type ListFault = {
  readonly row: number | null
  readonly fault: (typeof LINE_FAULTS)[number] | (typeof LIST_FAULTS)[number]
  /** What was read there: the day, the kind, or how many. */
  readonly text: string
}

/** A list that can be right, in the order of days; or everything that is wrong with it. */
export type CheckedList =
  | { readonly ok: true; readonly rows: readonly ListRow[] }
  | { readonly ok: false; readonly faults: readonly ListFault[] }

/** Since 2008 a year had between 24 and 34 listed days off, weekends within a holiday counted, and at most nine exchange days. */
const PLAUSIBLE = { off: { least: 11, most: 45 }, work: { least: 0, most: 14 } }

const KINDS: Readonly<Record<string, 'work' | 'off'>> = {
  off: 'off',
  休: 'off',
  休息: 'off',
  放假: 'off',
  work: 'work',
  班: 'work',
  上班: 'work',
  调休上班: 'work',
}

/** A day as people write it (`2027/1/1`, `2027年1月1日`, `2027-01-01 00:00`), as `YYYY-MM-DD`; the text itself when it is none. */
function dayOf(text: string): string {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00.*)?$/.exec(text.trim())
  if (!parts) return text.trim()
  const [, year = '', month = '', day = ''] = parts
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/**
 * Checks a year's list line by line and as a whole; a single fault refuses it all. Days of the December before may stand in it (the exchange days
 * before a New Year). A weekend may be named as off where it lies within a holiday, as the state's lists name it, and not by itself.
 */
export function checkYearList(year: number, lines: readonly ListLine[]): CheckedList {
  const read = lines.map(line => ({ ...line, day: dayOf(line.day), kind: line.kind.trim(), name: line.name.trim() }))
  const off = new Set(read.filter(line => KINDS[line.kind] === 'off').map(({ day }) => day))
  const seen = new Set<string>()
  const faults: ListFault[] = read.flatMap(({ row, day, kind, name }) => {
    const isAgain = seen.has(day)
    seen.add(day)
    return faultsOf(year, { day, kind, name, isAgain }, off).map(([fault, text]) => ({ row, fault, text }))
  })
  const rows = read.flatMap(({ day, kind, name }): ListRow[] => {
    const known = KINDS[kind]
    return known ? [[day, known, name]] : []
  })
  // What is wrong with the lines is said first: with it counted the number would be doubtful too.
  const all = faults.length > 0 ? faults : doubtful(rows)
  if (all.length > 0) return { ok: false, faults: all }
  return { ok: true, rows: rows.toSorted(([one], [other]) => (one < other ? -1 : 1)) }
}

type Read = { day: string; kind: string; name: string; isAgain: boolean }

function faultsOf(
  year: number,
  { day, kind, name, isAgain }: Read,
  off: ReadonlySet<string>,
): [ListFault['fault'], string][] {
  const found: [ListFault['fault'], string][] = []
  const known = KINDS[kind]
  if (!known) found.push(['kindUnknown', kind])
  if (name === '' || name.length > 40) found.push(['nameMissing', name.slice(0, 60)])
  if (!isCivilDate(day)) return [['notADay', day.slice(0, 60)], ...found]
  if (isAgain) return [['twice', day], ...found]
  if (yearOf(day) !== year && !day.startsWith(`${year - 1}-12-`)) found.push(['notOfYear', day])
  if (known === 'work' && !isWeekend(day)) found.push(['weekdayWork', day])
  if (known === 'off' && isWeekend(day) && !liesInHoliday(day, off)) found.push(['weekendAlone', day])
  return found
}

/** Whether a row of listed days off, without a gap, leads from a weekend's day to a day of the week. */
function liesInHoliday(day: CivilDate, off: ReadonlySet<string>): boolean {
  return [-1, 1].some(step => {
    let next = addDays(day, step)
    while (off.has(next) && isWeekend(next)) next = addDays(next, step)
    return off.has(next)
  })
}

function doubtful(rows: readonly ListRow[]): ListFault[] {
  if (rows.length === 0) return [{ row: null, fault: 'empty', text: '' }]
  const count = (kind: 'work' | 'off') => rows.filter(row => row[1] === kind).length
  const isPlausible = (kind: 'work' | 'off') =>
    count(kind) >= PLAUSIBLE[kind].least && count(kind) <= PLAUSIBLE[kind].most
  return [
    ...(isPlausible('off') ? [] : [{ row: null, fault: 'offDaysDoubtful', text: String(count('off')) } as const]),
    ...(isPlausible('work') ? [] : [{ row: null, fault: 'workDaysDoubtful', text: String(count('work')) } as const]),
  ]
}
