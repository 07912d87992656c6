import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { type WorkingCalendar, buildCalendar, isCivilDate, yearOf } from '@fuqiao/domain/calendar'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from './connect.ts'
import { readDivisions } from './division-data.ts'
import { readOtherDivisions } from './other-divisions.ts'
import { asSystem, type Tx } from './transactions.ts'

const bundledCalendar = new URL('../data/calendar/cn-holidays-2019-2026.json', import.meta.url)

/** `[day, 'work' | 'off', name]`: a day that differs from the plain week. */
const calendarRow = z.tuple([
  z.string().refine(isCivilDate, 'no such day'),
  z.enum(['work', 'off']),
  z.string().min(1).max(40),
])
export type CalendarRow = z.infer<typeof calendarRow>

const bundle = z.object({ years: z.record(z.string().regex(/^20\d\d$/), z.array(calendarRow)) })

/** One year's official list. */
export type CalendarList = { readonly year: number; readonly version: string; readonly rows: readonly CalendarRow[] }

/** Thrown for a calendar file that cannot be right; names the file and what is wrong with it. Nothing was loaded. */
export class CalendarFileInvalid extends Error {
  override name = 'CalendarFileInvalid'
  readonly file: string

  constructor(file: string, reason: string) {
    super(`The calendar file ${file} cannot be used: ${reason}`)
    this.file = file
  }
}

/** What there is to load and when it was loaded. */
export type ReferenceDataOptions = {
  now: Date
  /** A folder in which an operator puts lists that appeared since: `2027.json`, an array of `[day, 'work' | 'off', name]`. May be absent. */
  calendarFolder?: string
}

/**
 * Loads divisions and working-day calendars into the database. May be called at every start: what stands there already is left alone,
 * what differs is corrected.
 * @throws CalendarFileInvalid when a file of the operator's folder cannot be right
 */
export async function loadReferenceData(db: Database, { now, calendarFolder }: ReferenceDataOptions): Promise<void> {
  const [divisions, others, lists] = await Promise.all([
    readDivisions(),
    readOtherDivisions(),
    readLists(calendarFolder),
  ])
  await asSystem(db, async tx => {
    await storeDivisions(tx, [...divisions, ...others])
    await storeCalendar(tx, lists, now)
  })
}

/** The working-day calendar that stands in the database: what deadlines are computed on. */
export async function readWorkingCalendar(tx: Tx): Promise<WorkingCalendar> {
  const [years, rows] = await Promise.all([
    tx.execute<{ year: number; version: string }>(sql`select year, version from calendar_year order by year`),
    tx.execute<{ day: string; kind: 'work' | 'off' }>(sql`select day::text as day, kind from calendar_day`),
  ])
  return buildCalendar({ version: versionOf([...years]), years: years.map(({ year }) => year), rows })
}

/** The years' lists as they stand, in the order of years. */
export async function readCalendarLists(tx: Tx): Promise<CalendarList[]> {
  const years = await tx.execute<{ year: number; version: string; rows: CalendarRow[] | null }>(
    sql`select year, version, rows from calendar_year order by year`,
  )
  return years.map(({ rows, ...list }) => ({ ...list, rows: rows ?? [] }))
}

/** The calendar that lists make. A later list has the last word on the days before New Year, which two lists may name. */
export function calendarOf(lists: readonly CalendarList[]): WorkingCalendar {
  const rows = lists.flatMap(list => list.rows.map(([day, kind]) => ({ day, kind })))
  return buildCalendar({ version: versionOf(lists), years: lists.map(({ year }) => year), rows })
}

/** Names one year's list: changes with any day of it. */
export function listVersion(rows: readonly CalendarRow[]): string {
  return digestOf(rows)
}

/** The calendar that comes with the product, without a database: for factories and tools. */
export async function readBundledCalendar(): Promise<WorkingCalendar> {
  return calendarOf(await readBundle())
}

/** Names a set of lists: the years it spans and a digest that changes with any day of them. */
function versionOf(lists: readonly { year: number; version: string }[]): string {
  const first = lists[0]
  const last = lists.at(-1)
  if (!first || !last) return 'none'
  return `${first.year}-${last.year}/${digestOf(lists.map(({ version }) => version))}`
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
}

async function readBundle(): Promise<CalendarList[]> {
  const { years } = bundle.parse(JSON.parse(await readFile(bundledCalendar, 'utf8')))
  return Object.entries(years).map(([year, rows]) => listOf(Number(year), rows))
}

function listOf(year: number, rows: CalendarRow[]): CalendarList {
  return { year, version: listVersion(rows), rows }
}

/** The lists in the order of their years; a list of the operator's takes the place of the one that came with the product. */
async function readLists(folder: string | undefined): Promise<CalendarList[]> {
  const lists = new Map((await readBundle()).map(list => [list.year, list]))
  for (const list of folder ? await readFolder(folder) : []) lists.set(list.year, list)
  return [...lists.values()]
}

function inOrder(lists: readonly CalendarList[]): CalendarList[] {
  const sorted = lists.toSorted((a, b) => a.year - b.year)
  const gap = sorted.find(({ year }, index) => index > 0 && year !== (sorted[index - 1]?.year ?? 0) + 1)
  if (gap) throw new CalendarFileInvalid(`${gap.year}.json`, `the list of ${gap.year - 1} is missing before it`)
  return sorted
}

async function readFolder(folder: string): Promise<CalendarList[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files = names.filter(name => /^20\d\d\.json$/.test(name))
  return Promise.all(files.map(name => readFileOfYear(path.join(folder, name), Number(name.slice(0, 4)))))
}

async function readFileOfYear(file: string, year: number): Promise<CalendarList> {
  const text = await readFile(file, 'utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new CalendarFileInvalid(file, 'it is no JSON')
  }
  const parsed = z.array(calendarRow).min(1).safeParse(json)
  if (!parsed.success)
    throw new CalendarFileInvalid(
      file,
      `not an array of [day, "work" or "off", name] (${parsed.error.issues[0]?.path.join('.') ?? ''})`,
    )
  const stray = parsed.data.find(([day]) => yearOf(day) !== year && !day.startsWith(`${year - 1}-12-`))
  if (stray) throw new CalendarFileInvalid(file, `${stray[0]} lies outside ${year}`)
  return listOf(year, parsed.data)
}

async function storeDivisions(tx: Tx, divisions: unknown[]): Promise<void> {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(divisions)}::text::jsonb)
    as r (code text, name text, parent_code text, level smallint, kind text, is_statistical_only boolean, as_of date)`
  await tx.execute(sql`
    insert into division (code, name, parent_code, level, kind, is_statistical_only, as_of)
    select r.code, r.name, r.parent_code, r.level, r.kind, r.is_statistical_only, r.as_of from ${rows}
    left join division d on d.code = r.code
    where (d.code, d.name, d.parent_code, d.level, d.kind, d.is_statistical_only, d.as_of)
      is distinct from (r.code, r.name, r.parent_code, r.level, r.kind, r.is_statistical_only, r.as_of)
    on conflict (code) do update set name = excluded.name, parent_code = excluded.parent_code, level = excluded.level, kind = excluded.kind,
      is_statistical_only = excluded.is_statistical_only, as_of = excluded.as_of`)
}

type StoredList = { year: number; version: string; source: 'file' | 'administrator'; rows: CalendarRow[] | null }

async function storeCalendar(tx: Tx, files: readonly CalendarList[], now: Date): Promise<void> {
  // As the gate that confirms an administrator's list: one at a time.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('fuqiao calendar'))`)
  const stored = await tx.execute<StoredList>(sql`select year, version, source, rows from calendar_year order by year`)
  // What an administrator brought into force stays, whatever a file says.
  const kept = stored.flatMap(({ source, rows, ...list }) =>
    source === 'administrator' && rows ? [{ ...list, rows }] : [],
  )
  const lists = inOrder([...files.filter(({ year }) => !kept.some(list => list.year === year)), ...kept])
  if (versionOf([...stored]) === versionOf(lists) && stored.every(({ rows }) => rows !== null)) return
  // A later list has the last word on the days before New Year, which two lists may name.
  const days = new Map(
    lists.flatMap(({ rows }) => rows.map(([day, kind, name]) => [day, { day, kind, name }] as const)),
  )
  await tx.execute(sql`delete from calendar_day`)
  await tx.execute(sql`insert into calendar_day (day, kind, name)
    select r.day, r.kind, r.name from jsonb_to_recordset(${JSON.stringify([...days.values()])}::text::jsonb) as r (day date, kind text, name text)`)
  const years = JSON.stringify(lists)
  await tx.execute(sql`insert into calendar_year (year, version, loaded_at, rows)
    select r.year, r.version, ${now.toISOString()}::timestamptz, r.rows from jsonb_to_recordset(${years}::text::jsonb) as r (year int, version text, rows jsonb)
    on conflict (year) do update set version = excluded.version, rows = excluded.rows,
      loaded_at = case when calendar_year.version = excluded.version then calendar_year.loaded_at else excluded.loaded_at end
      where calendar_year.version <> excluded.version or calendar_year.rows is null`)
  await tx.execute(sql`select pg_notify('fuqiao_calendar', '')`)
}
