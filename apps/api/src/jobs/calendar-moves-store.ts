import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'

const { calendarLoad, calendarMove, enquiry, enquiryTarget, network, referral, referralBridge, referralRequest } =
  schema

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

/** A place in the order of all rows of a kind. */
export type Position = { networkId: number; id: string }
/** Rows whose term runs on another calendar than this one, from a position on; locked, others' passed over, when they are to be changed. */
export type TermQuery = { version: string; after: Position | null; most: number; isLocking: boolean }

type TermTable = typeof referral | typeof referralRequest | typeof enquiry

/** Rows of a kind that a query is about. */
function onOther(table: TermTable, runs: SQL | undefined, { version, after }: Pick<TermQuery, 'version' | 'after'>) {
  return and(
    runs,
    sql`${table.calendarVersion} is distinct from ${version}`,
    after
      ? or(gt(table.networkId, after.networkId), and(eq(table.networkId, after.networkId), gt(table.id, after.id)))
      : undefined,
  )
}

const referralRuns = and(isNotNull(referral.dueAt), runsHere)
const requestRuns = eq(referralRequest.state, 'open')
const enquiryRuns = inArray(enquiry.state, ['open', 'toChoose'])

/** Referrals with a running clock. */
export async function readClocks(tx: Tx, { isLocking, most, ...from }: TermQuery) {
  const query = tx
    .select({ row: referral, profileId: network.profileId })
    .from(referral)
    .innerJoin(network, eq(network.id, referral.networkId))
    .where(onOther(referral, referralRuns, from))
    .orderBy(asc(referral.networkId), asc(referral.id))
    .limit(most)
  return isLocking ? query.for('update', { of: referral, skipLocked: true }) : query
}

/** Open requests for organisations. */
export async function readOpenRequests(tx: Tx, { isLocking, most, ...from }: TermQuery) {
  const query = tx
    .select({ row: referralRequest, profileId: network.profileId })
    .from(referralRequest)
    .innerJoin(network, eq(network.id, referralRequest.networkId))
    .where(onOther(referralRequest, requestRuns, from))
    .orderBy(asc(referralRequest.networkId), asc(referralRequest.id))
    .limit(most)
  return isLocking ? query.for('update', { of: referralRequest, skipLocked: true }) : query
}

/** Enquiries that are not settled. */
export async function readOpenEnquiries(tx: Tx, { isLocking, most, ...from }: TermQuery) {
  const query = tx
    .select({ row: enquiry, profileId: network.profileId })
    .from(enquiry)
    .innerJoin(network, eq(network.id, enquiry.networkId))
    .where(onOther(enquiry, enquiryRuns, from))
    .orderBy(asc(enquiry.networkId), asc(enquiry.id))
    .limit(most)
  return isLocking ? query.for('no key update', { of: enquiry, skipLocked: true }) : query
}

const running = { referral: referralRuns, referralRequest: requestRuns, enquiry: enquiryRuns }

/** Whether some term of a kind runs on another calendar. */
export async function hasOtherTerm(tx: Tx, kind: keyof typeof running, version: string): Promise<boolean> {
  const table = schema[kind]
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(onOther(table, running[kind], { version, after: null }))
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
      target: [calendarMove.networkId, calendarMove.loadId, calendarMove.subjectId],
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

type OnCalendar = {
  calendarVersion: string
  dueAt?: Date
  nextClockAt?: Date | null
  version?: number
  updatedAt?: Date
}

/** Writes where the term of a request stands that this transaction holds locked. */
export async function setRequestTerm(tx: Tx, { networkId, id }: Position, columns: OnCalendar): Promise<void> {
  const { updatedAt: _updatedAt, ...kept } = columns
  await tx
    .update(referralRequest)
    .set(kept)
    .where(and(eq(referralRequest.networkId, networkId), eq(referralRequest.id, id)))
}

/** Writes where the term of an enquiry stands that this transaction holds locked. */
export async function setEnquiryTerm(tx: Tx, { networkId, id }: Position, columns: OnCalendar): Promise<void> {
  await tx
    .update(enquiry)
    .set(columns)
    .where(and(eq(enquiry.networkId, networkId), eq(enquiry.id, id)))
}

/** Until when those asked may answer in time. Their sheets keep their version: whoever is answering loses nothing by it. */
export async function setAnswerTerm(tx: Tx, { networkId, id }: Position, dueAt: Date): Promise<void> {
  await tx
    .update(enquiryTarget)
    .set({ dueAt })
    .where(and(eq(enquiryTarget.networkId, networkId), eq(enquiryTarget.enquiryId, id), isNull(enquiryTarget.outcome)))
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
