import { asSystem, type Tx } from '@fuqiao/db'
import type { Deps } from '../deps.ts'
import { writeClockAudit } from '../features/audit/index.ts'
import {
  insertEvent,
  insertOutbox,
  isBridgeFree,
  mirrorByWorker,
  type ReferralRow,
} from '../features/referrals/index.ts'
import type { MovedClock } from '@fuqiao/domain/deadlines'
import { calendarsInForce, calendarsTried, movedOf, moveOf } from './calendar-change.ts'
import {
  addMoved,
  type CalendarLoadRow,
  finishLoad,
  hasOtherClock,
  keepMove,
  keepTrial,
  type NewMove,
  type Position,
  readClocks,
  readInForce,
  setClock,
  takeUntried,
} from './calendar-moves-store.ts'

/** What these jobs work with. */
export type CalendarDeps = Pick<Deps, 'db' | 'profiles' | 'failPoint'>

const trialBatch = 500
const batch = 100
/** For so long after a list came into force a server that had not heard of it may have counted on the one before. */
const graceMs = 600_000

/** Reckons what proposed lists would move, without moving anything; a list is reckoned by one server. Answers how many lists. */
export async function tryCalendars(deps: CalendarDeps, now: Date): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    const isTaken = await asSystem(deps.db, async tx => {
      const load = await takeUntried(tx)
      if (load) await tryOne(tx, deps, load, now)
      return load !== undefined
    })
    if (!isTaken) return tried
  }
}

async function tryOne(tx: Tx, deps: CalendarDeps, load: CalendarLoadRow, now: Date): Promise<void> {
  const calendars = await calendarsTried(tx, load)
  const moves: NewMove[] = []
  const others = new Map<number, number>()
  for (let after: Position | null = null; ;) {
    const found = await readClocks(tx, { version: calendars.after.version, after, most: trialBatch, isLocking: false })
    for (const one of found) {
      const moved = movedOf(deps, one, calendars, now)
      if (!moved?.isMoved) continue
      const { networkId } = one.row
      if (networkId === load.networkId) moves.push(moveOf(load, one.row, moved, null))
      else others.set(networkId, (others.get(networkId) ?? 0) + 1)
    }
    after = found.at(-1)?.row ?? null
    if (found.length < trialBatch) break
  }
  const otherMoves = [...others.values()].reduce((sum, count) => sum + count, 0)
  await keepTrial(tx, load, { moves, otherMoves, otherNetworks: others.size, at: now })
}

/**
 * Puts the open clocks on the calendar that came into force, in batches; a batch is one transaction, and a clock carries the calendar that it was put
 * on: whoever goes on after a crash, or beside another server, finds what is done done. What moved gets a line, an audit entry and an event each.
 * Answers how many moved.
 */
export async function moveDeadlines(deps: CalendarDeps, now: Date, most = batch): Promise<number> {
  let moved = 0
  for (let after: Position | null = null; ;) {
    const done = await asSystem(deps.db, tx => moveBatch(tx, deps, { after, most }, now))
    if (done === null) return moved
    moved += done.moved
    after = done.last
    deps.failPoint?.('moved:batch')
  }
}

async function moveBatch(
  tx: Tx,
  deps: CalendarDeps,
  { after, most }: { after: Position | null; most: number },
  now: Date,
): Promise<{ moved: number; last: Position } | null> {
  const load = await readInForce(tx, new Date(now.getTime() - graceMs))
  if (!load) return null
  const calendars = await calendarsInForce(tx, load)
  const { version } = calendars.after
  const found = await readClocks(tx, { version, after, most, isLocking: true })
  const last = found.at(-1)?.row
  if (!last) {
    if (load.finishedAt === null && !(await hasOtherClock(tx, version))) await finishLoad(tx, load, now)
    return null
  }
  let moved = 0
  for (const one of found) {
    const { row } = one
    // Somebody acts on the far end: the next run finds it.
    if (row.direction === 'network' && !(await isBridgeFree(tx, row))) continue
    const clock = movedOf(deps, one, calendars, now)
    if (clock?.isMoved) {
      await writeMove(tx, { load, row, clock, version, now })
      moved += 1
    } else await setClock(tx, row, { calendarVersion: version, ...(clock && { nextClockAt: clock.nextAt }) })
  }
  if (moved > 0) await addMoved(tx, load, moved)
  deps.failPoint?.('moving:batch')
  return { moved, last: { networkId: last.networkId, id: last.id } }
}

type Move = { load: CalendarLoadRow; row: ReferralRow; clock: MovedClock; version: string; now: Date }

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
  if (networkId === load.networkId) await keepMove(tx, moveOf(load, row, clock, now))
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
