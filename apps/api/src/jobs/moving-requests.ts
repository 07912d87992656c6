import type { Tx } from '@fuqiao/db'
import { moveTerm } from '@fuqiao/domain/deadlines'
import { writeClockAudit } from '../features/audit/index.ts'
import { profileOf } from '../features/network/index.ts'
import { insertRequestOutbox, type RequestRow } from '../features/referral-requests/index.ts'
import type { Calendars, Moving, MovingDeps, OpenTerm, ReckonedTerm, TermKind } from './calendar-change.ts'
import { hasOtherTerm, readOpenRequests, setRequestTerm } from './calendar-moves-store.ts'

/** The terms of open requests for organisations. Only the asker's row is looked at: that it moves tells nothing of what was found. */
export const requestTerms: TermKind = {
  read: async (tx, query) => (await readOpenRequests(tx, query)).map(termOf),
  hasOther: (tx, version) => hasOtherTerm(tx, 'referralRequest', version),
}

type Found = Awaited<ReturnType<typeof readOpenRequests>>[number]

function termOf(found: Found): OpenTerm {
  const { networkId, id } = found.row
  return {
    ...{ networkId, id },
    reckon: (deps, calendars, now) => reckon(deps, found, calendars, now),
    isFree: () => Promise.resolve(true),
    keep: (tx, { version }) => setRequestTerm(tx, found.row, { calendarVersion: version }),
  }
}

function reckon(deps: MovingDeps, { row, profileId }: Found, calendars: Calendars, now: Date): ReckonedTerm {
  const { referralRequest: rules, businessDayEnds } = profileOf(deps, { networkId: row.networkId, profileId })
  const { networkId, id, number, tenantId, state, dueAt, nextClockAt } = row
  const term = { startedAt: row.askedAt, endsAt: dueAt, unit: rules.term.unit }
  const moved = moveTerm(term, { ...calendars, businessDayEnds, now })
  // Whoever was not looked for yet is looked for first.
  const nextAt = nextClockAt && nextClockAt < dueAt ? nextClockAt : moved
  return {
    ...{ isMoved: moved.getTime() !== dueAt.getTime(), nextAt },
    move: {
      ...{ networkId, subjectId: id, subjectKind: 'referralRequest', number, tenantId, state, rule: 'request' },
      ...{ dueBefore: dueAt, dueAfter: moved },
    },
    write: (tx, moving) => write(tx, { ...moving, row, dueAt: moved, nextAt }),
  }
}

type Move = Moving & { row: RequestRow; dueAt: Date; nextAt: Date }

async function write(tx: Tx, { load, version: calendarVersion, now, row, dueAt, nextAt }: Move): Promise<void> {
  const { networkId, id, tenantId, number } = row
  const version = row.version + 1
  const details = { year: load.year, dueBefore: row.dueAt.toISOString(), dueAfter: dueAt.toISOString() }
  await setRequestTerm(tx, row, { dueAt, nextClockAt: nextAt, calendarVersion, version })
  await writeClockAudit(
    tx,
    { networkId, tenantId },
    {
      action: 'referralRequest.calendar',
      subjectKind: 'ReferralRequest',
      subjectId: id,
      at: now,
      details: { ...details, number, version },
    },
  )
  const payload = { action: 'calendar', seq: version, number, fromTenantId: tenantId, actorTenantId: null } as const
  await insertRequestOutbox(tx, { networkId, id }, payload, now)
}
