import type { Tx } from '@fuqiao/db'
import { moveTerm } from '@fuqiao/domain/deadlines'
import { enquiryRule, nextLook } from '@fuqiao/domain/enquiry'
import { v7 } from 'uuid'
import { writeClockAudit } from '../features/audit/index.ts'
import { type EnquiryRow, insertEnquiryEvent, insertEnquiryOutbox } from '../features/enquiries/index.ts'
import { profileOf } from '../features/network/index.ts'
import type { Calendars, Moving, MovingDeps, OpenTerm, ReckonedTerm, TermKind } from './calendar-change.ts'
import { hasOtherTerm, readOpenEnquiries, setAnswerTerm, setEnquiryTerm } from './calendar-moves-store.ts'

/** The terms of blind enquiries that are not settled: until when those asked answer, or the asker chooses. */
export const enquiryTerms: TermKind = {
  read: async (tx, query) => (await readOpenEnquiries(tx, query)).map(termOf),
  hasOther: (tx, version) => hasOtherTerm(tx, 'enquiry', version),
}

type Found = Awaited<ReturnType<typeof readOpenEnquiries>>[number]

function termOf(found: Found): OpenTerm {
  const { networkId, id } = found.row
  return {
    ...{ networkId, id },
    reckon: (deps, calendars, now) => reckon(deps, found, calendars, now),
    isFree: () => Promise.resolve(true),
    keep: (tx, { version, reckoned }) =>
      setEnquiryTerm(tx, found.row, { calendarVersion: version, ...(reckoned && { nextClockAt: reckoned.nextAt }) }),
  }
}

function reckon(deps: MovingDeps, { row, profileId }: Found, calendars: Calendars, now: Date): ReckonedTerm | null {
  const { enquiry: rules, businessDayEnds } = profileOf(deps, { networkId: row.networkId, profileId })
  const { networkId, id, number, fromTenantId: tenantId, state, clockStartedAt: startedAt, dueAt: endsAt } = row
  const rule = enquiryRule(state)
  if (rule === null) return null
  const dueAt = moveTerm({ startedAt, endsAt, unit: rules[rule].unit }, { ...calendars, businessDayEnds, now })
  const facts = { state, isReminded: row.remindedAt !== null, clock: { startedAt, dueAt } }
  const nextAt = nextLook(facts, { rules, calendar: calendars.after, businessDayEnds })
  return {
    ...{ isMoved: dueAt.getTime() !== endsAt.getTime(), nextAt },
    move: {
      ...{ networkId, subjectId: id, subjectKind: 'enquiry', number, tenantId, state, rule: `enquiry.${rule}` },
      ...{ dueBefore: endsAt, dueAfter: dueAt },
    },
    write: (tx, moving) => write(tx, { ...moving, row, dueAt, nextAt }),
  }
}

type Move = Moving & { row: EnquiryRow; dueAt: Date; nextAt: Date }

/** One row change with its sheets', one line, one audit entry, one event. Where it stands stays. */
async function write(tx: Tx, { load, version: calendarVersion, now, row, dueAt, nextAt }: Move): Promise<void> {
  const { networkId, id, fromTenantId, number, state } = row
  const version = row.version + 1
  const key = { networkId, id }
  const details = { year: load.year, dueBefore: row.dueAt.toISOString(), dueAfter: dueAt.toISOString() }
  await setEnquiryTerm(tx, row, { dueAt, nextClockAt: nextAt, calendarVersion, version, updatedAt: now })
  if (state === 'open') await setAnswerTerm(tx, row, dueAt)
  await insertEnquiryEvent(tx, {
    ...{ networkId, fromTenantId, id: v7(), enquiryId: id, tenantId: null, at: now, action: 'calendar', note: '' },
    ...{ result: state, actorTenantId: null, actorPersonId: null, actorName: '' },
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId: fromTenantId },
    {
      action: 'enquiry.calendar',
      subjectKind: 'Enquiry',
      subjectId: id,
      at: now,
      details: { ...details, number, from: state, to: state, version },
    },
  )
  const payload = { action: 'calendar', number, fromTenantId, seq: version, toState: state }
  await insertEnquiryOutbox(tx, key, { ...payload, actorTenantId: null, sheets: [] }, now)
}
