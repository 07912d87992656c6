import type { ReferralRequestRow } from '@fuqiao/contract'
import { civilDateOf, type WorkingCalendar, workingDaysBetween } from '@fuqiao/domain/calendar'
import type { AskedRequest } from './request-store.ts'

/** A request in the asker's list. */
export function requestRowView(
  { row, referral }: AskedRequest,
  at: { now: Date; calendar: WorkingCalendar },
): ReferralRequestRow {
  const { id, number, name, creditCode, need, mode, reason, offer, askedByName, state, dueAt, askedAt, settledAt } = row
  const left = workingDaysBetween(at.calendar, civilDateOf(at.now), civilDateOf(dueAt))
  return {
    ...{ id, number, name, creditCode, need, mode, reason, offer, askedByName },
    field: row.field as ReferralRequestRow['field'],
    // A referral is there the moment it is submitted; the worker settles the row right after.
    state: referral === null ? state : 'referred',
    askedAt: askedAt.toISOString(),
    changedAt: (settledAt ?? askedAt).toISOString(),
    dueAt: dueAt.toISOString(),
    workingDaysLeft: state === 'open' && referral === null && left.ok ? left.days : null,
    settledAt: settledAt?.toISOString() ?? null,
    referral,
  }
}
