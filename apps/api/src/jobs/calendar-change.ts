import type { Tx } from '@fuqiao/db'
import { type CalendarList, calendarOf, readCalendarLists } from '@fuqiao/db/reference-data'
import type { WorkingCalendar } from '@fuqiao/domain'
import type { Deps } from '../deps.ts'
import type { CalendarLoadRow, NewMove, Position, TermQuery } from './calendar-moves-store.ts'

/** The calendar before a list and with it. */
export type Calendars = { before: WorkingCalendar; after: WorkingCalendar }

const without = (lists: readonly CalendarList[], year: number) => lists.filter(list => list.year !== year)
const inOrder = (lists: CalendarList[]) => lists.toSorted((one, other) => one.year - other.year)

/** The calendars around a proposed list: what stands, and what stood if it came into force. */
export async function calendarsTried(tx: Tx, load: CalendarLoadRow): Promise<Calendars> {
  const lists = await readCalendarLists(tx)
  const tried = { year: load.year, version: load.listVersion, rows: load.rows }
  return { before: calendarOf(lists), after: calendarOf(inOrder([...without(lists, load.year), tried])) }
}

/** The calendars around a list in force: what stood before it, and what stands. */
export async function calendarsInForce(tx: Tx, load: CalendarLoadRow): Promise<Calendars> {
  const lists = await readCalendarLists(tx)
  const replaced = load.replaces ? [{ year: load.year, version: 'replaced', rows: load.replaces }] : []
  return { before: calendarOf(inOrder([...without(lists, load.year), ...replaced])), after: calendarOf(lists) }
}

/** What terms are moved with. */
export type MovingDeps = Pick<Deps, 'profiles'>
/** Which list moves a term, onto which calendar, when. */
export type Moving = { load: CalendarLoadRow; version: string; now: Date }

/** An open term: where it would stand, and what is written of it. */
export type OpenTerm = Position & {
  /** Null where no term runs. */
  reckon(deps: MovingDeps, calendars: Calendars, now: Date): ReckonedTerm | null
  /** False while somebody acts on it elsewhere: the next run finds it. */
  isFree(tx: Tx): Promise<boolean>
  /** Says that it stands on a calendar that moves nothing of it. */
  keep(tx: Tx, on: { version: string; reckoned: ReckonedTerm | null }): Promise<void>
}

/** Where an open term stands on another calendar. */
export type ReckonedTerm = {
  isMoved: boolean
  /** When the worker looks at it next. */
  nextAt: Date | null
  /** As the proposing network reads it. */
  move: Omit<NewMove, 'loadId' | 'movedAt'>
  /** The row, its line, audit entry and event. */
  write(tx: Tx, moving: Moving): Promise<void>
}

/** A kind of open terms that a calendar moves: read from a position on, locked, others' passed over, when they are to be changed. */
export type TermKind = {
  read(tx: Tx, query: TermQuery, deps: MovingDeps): Promise<OpenTerm[]>
  /** Whether one runs on another calendar than this. */
  hasOther(tx: Tx, version: string): Promise<boolean>
}
