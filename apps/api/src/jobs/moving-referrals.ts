import type { Tx } from '@fuqiao/db'
import { moveClock, type MovedClock } from '@fuqiao/domain/deadlines'
import { writeClockAudit } from '../features/audit/index.ts'
import { profileOf } from '../features/network/index.ts'
import {
  insertEvent,
  insertOutbox,
  isBridgeFree,
  mirrorByWorker,
  type ReferralRow,
} from '../features/referrals/index.ts'
import type { Calendars, Moving, MovingDeps, OpenTerm, ReckonedTerm, TermKind } from './calendar-change.ts'
import { hasOtherTerm, readClocks, setClock } from './calendar-moves-store.ts'

/** The clocks of referrals. */
export const referralClocks: TermKind = {
  read: async (tx, query) => (await readClocks(tx, query)).map(termOf),
  hasOther: (tx, version) => hasOtherTerm(tx, 'referral', version),
}

type Found = Awaited<ReturnType<typeof readClocks>>[number]

function termOf(found: Found): OpenTerm {
  const { row } = found
  const { networkId, id } = row
  return {
    ...{ networkId, id },
    reckon: (deps, calendars, now) => reckonedOf(row, movedOf(deps, found, calendars, now)),
    // Somebody acts on the far end.
    isFree: async tx => row.direction !== 'network' || isBridgeFree(tx, row),
    keep: (tx, { version, reckoned }) =>
      setClock(tx, row, { calendarVersion: version, ...(reckoned && { nextClockAt: reckoned.nextAt }) }),
  }
}

function reckonedOf(row: ReferralRow, clock: MovedClock | null): ReckonedTerm | null {
  return (
    clock && { ...clock, move: moveOf(row, clock), write: (tx, moving) => writeMove(tx, { ...moving, row, clock }) }
  )
}

/** Where a referral's clock stands on the new calendar; null where none runs. */
function movedOf(
  deps: MovingDeps,
  { row, profileId }: Found,
  { before, after }: Calendars,
  now: Date,
): MovedClock | null {
  const { dueRule, dueAt, clockStartedAt: startedAt, state, expiresAt, plannedEndOn, nextClockAt: nextAt } = row
  if (dueRule === null || dueAt === null || startedAt === null) return null
  const { referral: rules, businessDayEnds } = profileOf(deps, { networkId: row.networkId, profileId })
  const rule = dueRule as keyof typeof rules.deadlines
  const escalationLevel = row.escalationLevel as 0 | 1 | 2
  return moveClock(
    { state, rule, startedAt, dueAt, expiresAt, nextAt, plannedEndOn, escalationLevel },
    { before, after, rules, businessDayEnds, now },
  )
}

function moveOf(row: ReferralRow, moved: MovedClock): ReckonedTerm['move'] {
  return {
    networkId: row.networkId,
    subjectId: row.id,
    subjectKind: 'referral',
    number: row.number,
    tenantId: row.holderTenantId ?? row.fromTenantId,
    state: row.state,
    rule: row.dueRule ?? '',
    dueBefore: row.dueAt ?? moved.dueAt,
    dueAfter: moved.dueAt,
    expiresBefore: row.expiresAt,
    expiresAfter: moved.expiresAt,
  }
}

type Move = Moving & { row: ReferralRow; clock: MovedClock }

/** One row change, one line, one audit entry, one event. The state and the level of escalation stay. */
async function writeMove(tx: Tx, { load, row, clock, version, now }: Move): Promise<void> {
  const { networkId, id, state, fromTenantId } = row
  const seq = row.version + 1
  const { dueAt, expiresAt, nextAt: nextClockAt } = clock
  const data = {
    year: load.year,
    dueBefore: row.dueAt?.toISOString() ?? null,
    dueAfter: dueAt.toISOString(),
  }
  await setClock(tx, row, { dueAt, expiresAt, nextClockAt, calendarVersion: version, version: seq, updatedAt: now })
  await insertEvent(tx, row, {
    ...{ seq, at: now, action: 'calendar', fromState: state, toState: state, note: '', data },
    ...{ actorTenantId: null, actorOrganisationId: null, actorPersonId: null, actorName: '' },
    audience: audienceOf(row),
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId: fromTenantId },
    {
      action: 'referral.calendar',
      subjectKind: 'Referral',
      subjectId: id,
      at: now,
      details: { ...data, number: row.number, rule: row.dueRule, from: state, to: state, version: seq },
    },
  )
  await insertOutbox(tx, row, eventOf(row, seq), now)
  if (row.direction === 'network') await mirrorByWorker(tx, row)
}

/** Whoever knows of the referral knows its clock. */
function audienceOf({ state, submittedAt }: ReferralRow): ('sender' | 'target' | 'organisation' | 'desk')[] {
  if (submittedAt !== null) return ['sender', 'target', 'organisation', 'desk']
  return state === 'draft' ? ['sender'] : ['sender', 'organisation']
}

function eventOf(row: ReferralRow, seq: number) {
  const { number, state, holder, organisationId, fromTenantId, toTenantId, deskTenantId, submittedAt } = row
  return {
    action: 'calendar',
    ...{ seq, number, fromState: state, toState: state, holder },
    ...{ organisationId, fromTenantId, toTenantId, deskTenantId },
    wasSubmitted: submittedAt !== null,
    submittedAt: submittedAt?.toISOString() ?? null,
    actorTenantId: null,
    actorOrganisationId: null,
  }
}
