import type { Tx } from '@fuqiao/db'
import { type CalendarList, calendarOf, readCalendarLists } from '@fuqiao/db/reference-data'
import type { WorkingCalendar } from '@fuqiao/domain'
import { moveClock, type MovedClock } from '@fuqiao/domain/deadlines'
import type { Deps } from '../deps.ts'
import { profileOf } from '../features/network/index.ts'
import { type ReferralRow } from '../features/referrals/index.ts'
import type { CalendarLoadRow, NewMove } from './calendar-moves-store.ts'

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

/** Where a referral's clock stands on the new calendar; null where none runs. */
export function movedOf(
  deps: Pick<Deps, 'profiles'>,
  { row, profileId }: { row: ReferralRow; profileId: string },
  { before, after }: Calendars,
  now: Date,
): MovedClock | null {
  const { dueRule, dueAt, clockStartedAt: startedAt, state, expiresAt, plannedEndOn, nextClockAt: nextAt } = row
  if (dueRule === null || dueAt === null || startedAt === null) return null
  const { referral: rules, businessDayEnds } = profileOf(deps, { profileId })
  const rule = dueRule as keyof typeof rules.deadlines
  const escalationLevel = row.escalationLevel as 0 | 1 | 2
  return moveClock(
    { state, rule, startedAt, dueAt, expiresAt, nextAt, plannedEndOn, escalationLevel },
    { before, after, rules, businessDayEnds, now },
  )
}

/** A moved due date as the proposing network reads it. */
export function moveOf(load: CalendarLoadRow, row: ReferralRow, moved: MovedClock, movedAt: Date | null): NewMove {
  return {
    networkId: row.networkId,
    loadId: load.id,
    referralId: row.id,
    number: row.number,
    tenantId: row.holderTenantId ?? row.fromTenantId,
    state: row.state,
    rule: row.dueRule ?? '',
    dueBefore: row.dueAt ?? moved.dueAt,
    dueAfter: moved.dueAt,
    expiresBefore: row.expiresAt,
    expiresAfter: moved.expiresAt,
    movedAt,
  }
}
