import type { EnquiryRowView, EnquirySheetRowView, EnquirySheetView } from '@fuqiao/contract'
import {
  civilDateOf,
  clockColour,
  overdueWorkingDays,
  type WorkingCalendar,
  workingDaysBetween,
} from '@fuqiao/domain/calendar'
import { type AskedSheet, isAwaited, type SentEnquiry, sheetChangedAt } from './enquiry-list-store.ts'
import type { SheetRow } from './enquiry-store.ts'

/** When, and on which calendar, an enquiry is shown. */
export type EnquiryOnlook = { now: Date; calendar: WorkingCalendar }

const iso = (date: Date | null) => date?.toISOString() ?? null

function clockOf(startedAt: Date, dueAt: Date, { now, calendar }: EnquiryOnlook): NonNullable<EnquiryRowView['clock']> {
  const left = workingDaysBetween(calendar, civilDateOf(now), civilDateOf(dueAt))
  return {
    startedAt: startedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    colour: clockColour(startedAt, dueAt, now),
    workingDaysLeft: left.ok ? left.days : null,
    overdueWorkingDays: overdueWorkingDays(calendar, dueAt, now),
  }
}

/** An enquiry in its sender's list. */
export function enquiryRowView({ row, ...found }: SentEnquiry, onlook: EnquiryOnlook): EnquiryRowView {
  const { id, number, version, need, field, stage, state, organisationId } = row
  const { organisationName, areaName, can, cannot, awaited, unanswered } = found
  return {
    ...{ id, number, version, need, field, stage, state, areaName },
    askedAt: row.askedAt.toISOString(),
    changedAt: row.updatedAt.toISOString(),
    clock: row.nextClockAt === null ? null : clockOf(row.clockStartedAt, row.dueAt, onlook),
    organisation: { id: organisationId, name: organisationName ?? '' },
    tally: { asked: can + cannot + awaited + unanswered, can, cannot, awaited, unanswered },
  }
}

/** An enquiry in the list of one of those asked. */
export function sheetRowView({ row, areaName, from }: AskedSheet, onlook: EnquiryOnlook): EnquirySheetRowView {
  const { id, number, version, need, field, stage, answer, outcome } = row
  const waits = isAwaited(row)
  return {
    ...{ id, number, version, need, field, stage, answer, outcome, areaName, from },
    askedAt: row.askedAt.toISOString(),
    changedAt: sheetChangedAt(row).toISOString(),
    clock: waits ? clockOf(row.askedAt, row.dueAt, onlook) : null,
    isMine: waits,
  }
}

/** What one of those asked has said. */
export function answerView(row: SheetRow) {
  const { answer, canFrom, capacity, reasonCode, words, answeredByName } = row
  return { answer, canFrom, capacity, reasonCode, words, answeredByName, answeredAt: iso(row.answeredAt) }
}

/** A sheet as whoever was asked has it. */
export function sheetView(found: AskedSheet, onlook: EnquiryOnlook, mayAnswer: boolean): EnquirySheetView {
  const { question, askedByName, outcomeAt } = found.row
  return {
    ...sheetRowView(found, onlook),
    ...answerView(found.row),
    ...{ question, askedByName, mayAnswer, outcomeAt: iso(outcomeAt) },
  }
}
