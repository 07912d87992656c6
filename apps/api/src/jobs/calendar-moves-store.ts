import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm'

const { calendarLoad, calendarMove, network, referral, referralBridge } = schema

/** The clock runs on the sender's row of a referral between networks; the far one goes with it. */
const runsHere = sql`not exists (select 1 from ${referralBridge} where ${referralBridge.networkB} = ${referral.networkId} and ${referralBridge.referralB} = ${referral.id})`

/** A list that was proposed. */
export type CalendarLoadRow = typeof calendarLoad.$inferSelect
/** A due date that a list moves. */
export type NewMove = typeof calendarMove.$inferInsert

/** A proposal whose trial nobody has reckoned, locked; one that another server reckons is passed over. */
export async function takeUntried(tx: Tx): Promise<CalendarLoadRow | undefined> {
  const [row] = await tx
    .select()
    .from(calendarLoad)
    .where(and(eq(calendarLoad.state, 'proposed'), isNull(calendarLoad.checkedAt)))
    .orderBy(asc(calendarLoad.proposedAt))
    .limit(1)
    .for('update', { skipLocked: true })
  return row
}

/** The list that came into force last, while open clocks may still stand on the one before: until all are looked at, and after that since an instant. */
export async function readInForce(tx: Tx, since: Date): Promise<CalendarLoadRow | undefined> {
  const [row] = await tx
    .select()
    .from(calendarLoad)
    .where(eq(calendarLoad.state, 'confirmed'))
    .orderBy(desc(calendarLoad.decidedAt))
    .limit(1)
  return row && (row.finishedAt === null || (row.decidedAt ?? since) > since) ? row : undefined
}

/** A place in the order of all referrals. */
export type Position = { networkId: number; id: string }

/** Referrals whose clock runs on another calendar than this one, from a position on; locked, others' passed over, when they are to be changed. */
export async function readClocks(
  tx: Tx,
  { version, after, most, isLocking }: { version: string; after: Position | null; most: number; isLocking: boolean },
) {
  const query = tx
    .select({ row: referral, profileId: network.profileId })
    .from(referral)
    .innerJoin(network, eq(network.id, referral.networkId))
    .where(
      and(
        isNotNull(referral.dueAt),
        runsHere,
        sql`${referral.calendarVersion} is distinct from ${version}`,
        after
          ? or(
              gt(referral.networkId, after.networkId),
              and(eq(referral.networkId, after.networkId), gt(referral.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(referral.networkId), asc(referral.id))
    .limit(most)
  return isLocking ? query.for('update', { of: referral, skipLocked: true }) : query
}

/** Whether some clock runs on another calendar. */
export async function hasOtherClock(tx: Tx, version: string): Promise<boolean> {
  const rows = await tx
    .select({ id: referral.id })
    .from(referral)
    .where(and(isNotNull(referral.dueAt), runsHere, sql`${referral.calendarVersion} is distinct from ${version}`))
    .limit(1)
  return rows.length > 0
}

/** Keeps what a trial found. */
export async function keepTrial(
  tx: Tx,
  load: CalendarLoadRow,
  found: { moves: NewMove[]; otherMoves: number; otherNetworks: number; at: Date },
): Promise<void> {
  for (let from = 0; from < found.moves.length; from += 500)
    await tx.insert(calendarMove).values(found.moves.slice(from, from + 500))
  const { otherMoves, otherNetworks } = found
  await tx
    .update(calendarLoad)
    .set({ checkedAt: found.at, ownMoves: found.moves.length, otherMoves, otherNetworks })
    .where(and(eq(calendarLoad.networkId, load.networkId), eq(calendarLoad.id, load.id)))
}

/** Says of a due date of the proposing network that it has moved, whether the trial knew of it or not. */
export async function keepMove(tx: Tx, move: NewMove): Promise<void> {
  const { dueBefore, dueAfter, expiresBefore, expiresAfter, movedAt, state, rule } = move
  await tx
    .insert(calendarMove)
    .values(move)
    .onConflictDoUpdate({
      target: [calendarMove.networkId, calendarMove.loadId, calendarMove.referralId],
      set: { dueBefore, dueAfter, expiresBefore, expiresAfter, movedAt, state, rule },
    })
}

/** Columns of a clock on the new calendar. */
export type ClockOnCalendar = Partial<
  Pick<
    typeof referral.$inferSelect,
    'dueAt' | 'expiresAt' | 'nextClockAt' | 'calendarVersion' | 'version' | 'updatedAt'
  >
>

export async function setClock(tx: Tx, { networkId, id }: Position, columns: ClockOnCalendar): Promise<void> {
  await tx
    .update(referral)
    .set(columns)
    .where(and(eq(referral.networkId, networkId), eq(referral.id, id)))
}

/** Counts what a batch moved. */
export async function addMoved(tx: Tx, load: CalendarLoadRow, moved: number): Promise<void> {
  await tx
    .update(calendarLoad)
    .set({ moved: sql`${calendarLoad.moved} + ${moved}` })
    .where(and(eq(calendarLoad.networkId, load.networkId), eq(calendarLoad.id, load.id)))
}

/** Every open clock has been looked at. */
export async function finishLoad(tx: Tx, load: CalendarLoadRow, at: Date): Promise<void> {
  await tx
    .update(calendarLoad)
    .set({ finishedAt: at })
    .where(
      and(eq(calendarLoad.networkId, load.networkId), eq(calendarLoad.id, load.id), isNull(calendarLoad.finishedAt)),
    )
}
