import { asSystem, type Tx } from '@fuqiao/db'
import type { Deps } from '../deps.ts'
import { calendarsInForce, calendarsTried, type TermKind } from './calendar-change.ts'
import {
  addMoved,
  type CalendarLoadRow,
  finishLoad,
  keepMove,
  keepTrial,
  type NewMove,
  type Position,
  readInForce,
  takeUntried,
} from './calendar-moves-store.ts'
import { caseTerms } from './moving-cases.ts'
import { enquiryTerms } from './moving-enquiries.ts'
import { referralClocks } from './moving-referrals.ts'
import { requestTerms } from './moving-requests.ts'

/** What these jobs work with. */
export type CalendarDeps = Pick<Deps, 'db' | 'profiles' | 'failPoint'>

/** Whatever stands open on a term that a calendar moves. */
const termKinds: readonly TermKind[] = [referralClocks, requestTerms, enquiryTerms, caseTerms]
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
  const moves: NewMove[] = []
  const others = new Map<number, number>()
  const calendars = await calendarsTried(tx, load)
  const { version } = calendars.after
  for (const kind of termKinds)
    for (let after: Position | null = null; ;) {
      const found = await kind.read(tx, { version, after, most: trialBatch, isLocking: false }, deps)
      for (const term of found) {
        const reckoned = term.reckon(deps, calendars, now)
        if (!reckoned?.isMoved) continue
        const { networkId } = term
        if (networkId === load.networkId) moves.push({ ...reckoned.move, loadId: load.id, movedAt: null })
        else others.set(networkId, (others.get(networkId) ?? 0) + 1)
      }
      after = found.at(-1) ?? null
      if (found.length < trialBatch) break
    }
  const otherMoves = [...others.values()].reduce((sum, count) => sum + count, 0)
  await keepTrial(tx, load, { moves, otherMoves, otherNetworks: others.size, at: now })
}

/**
 * Puts the open terms on the calendar that came into force, in batches; a batch is one transaction, and a term carries the calendar that it was put
 * on: whoever goes on after a crash, or beside another server, finds what is done done. What moved gets a line, an audit entry and an event each.
 * Answers how many moved.
 */
export async function moveDeadlines(deps: CalendarDeps, now: Date, most = batch): Promise<number> {
  let moved = 0
  for (const kind of termKinds)
    for (let after: Position | null = null; ;) {
      const done = await asSystem(deps.db, tx => moveBatch(tx, deps, { kind, after, most }, now))
      if (done === null) break
      moved += done.moved
      after = done.last
      deps.failPoint?.('moved:batch')
    }
  await asSystem(deps.db, tx => finish(tx, now))
  return moved
}

type Batch = { kind: TermKind; after: Position | null; most: number }

async function moveBatch(
  tx: Tx,
  deps: CalendarDeps,
  { kind, after, most }: Batch,
  now: Date,
): Promise<{ moved: number; last: Position } | null> {
  const load = await inForce(tx, now)
  if (!load) return null
  const calendars = await calendarsInForce(tx, load)
  const { version } = calendars.after
  const found = await kind.read(tx, { version, after, most, isLocking: true }, deps)
  const last = found.at(-1)
  if (!last) return null
  let moved = 0
  for (const term of found) {
    if (!(await term.isFree(tx))) continue
    const reckoned = term.reckon(deps, calendars, now)
    if (!reckoned?.isMoved) {
      await term.keep(tx, { version, reckoned })
      continue
    }
    await reckoned.write(tx, { load, version, now })
    if (term.networkId === load.networkId) await keepMove(tx, { ...reckoned.move, loadId: load.id, movedAt: now })
    moved += 1
  }
  if (moved > 0) await addMoved(tx, load, moved)
  deps.failPoint?.('moving:batch')
  return { moved, last: { networkId: last.networkId, id: last.id } }
}

const inForce = (tx: Tx, now: Date) => readInForce(tx, new Date(now.getTime() - graceMs))

/** Says that a list has moved all that it moves, once nothing stands on another. */
async function finish(tx: Tx, now: Date): Promise<void> {
  const load = await inForce(tx, now)
  if (!load || load.finishedAt !== null) return
  const { version } = (await calendarsInForce(tx, load)).after
  for (const kind of termKinds) if (await kind.hasOther(tx, version)) return
  await finishLoad(tx, load, now)
}
