import { schema, type Tx } from '@fuqiao/db'
import type { EnquiryOutcome } from '@fuqiao/domain/enquiry'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { division, enquiry, enquiryEvent, enquiryTarget, outbox } = schema

/** An enquiry as its sender has it stored. */
export type EnquiryRow = typeof enquiry.$inferSelect
export type EnquiryColumns = Partial<Omit<EnquiryRow, 'networkId' | 'id'>>
/** The sheet of one of those asked. */
export type SheetRow = typeof enquiryTarget.$inferSelect
/** An enquiry with the sheets of those asked, in the order of their ids. */
export type WholeEnquiry = { row: EnquiryRow; sheets: SheetRow[] }
/** Which enquiry, or which sheet. */
export type EnquiryKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: EnquiryKey) => and(eq(enquiry.networkId, networkId), eq(enquiry.id, id))
const bySheetKey = ({ networkId, id }: EnquiryKey) =>
  and(eq(enquiryTarget.networkId, networkId), eq(enquiryTarget.id, id))
const sheetsOf = ({ networkId, id }: EnquiryKey) =>
  and(eq(enquiryTarget.networkId, networkId), eq(enquiryTarget.enquiryId, id))

/** The enquiry with its sheets; undefined when there is none behind the wall. */
export async function readEnquiry(tx: Tx, key: EnquiryKey): Promise<WholeEnquiry | undefined> {
  const [[row], sheets] = await Promise.all([
    tx.select().from(enquiry).where(byKey(key)),
    tx.select().from(enquiryTarget).where(sheetsOf(key)).orderBy(asc(enquiryTarget.id)),
  ])
  return row && { row, sheets }
}

/**
 * The same, locked until the transaction ends: first the enquiry, then the sheets in order, so that an answer that comes meanwhile waits.
 * One that has its sheet already names the enquiry in its line, which this lock of the enquiry lets it.
 */
export async function lockEnquiry(tx: Tx, key: EnquiryKey): Promise<WholeEnquiry | undefined> {
  const [row] = await tx.select().from(enquiry).where(byKey(key)).for('no key update')
  if (!row) return undefined
  const sheets = await tx.select().from(enquiryTarget).where(sheetsOf(key)).orderBy(asc(enquiryTarget.id)).for('update')
  return { row, sheets }
}

/** One sheet; undefined when there is none behind the wall. */
export async function readSheet(tx: Tx, key: EnquiryKey): Promise<SheetRow | undefined> {
  const [row] = await tx.select().from(enquiryTarget).where(bySheetKey(key))
  return row
}

/** One sheet, locked until the transaction ends. */
export async function lockSheet(tx: Tx, key: EnquiryKey): Promise<SheetRow | undefined> {
  const [row] = await tx.select().from(enquiryTarget).where(bySheetKey(key)).for('update')
  return row
}

/** Writes an enquiry. Answers false when one of the same organisation and need is under way. */
export async function insertEnquiry(tx: Tx, row: typeof enquiry.$inferInsert): Promise<boolean> {
  const written = await tx.insert(enquiry).values(row).onConflictDoNothing().returning({ id: enquiry.id })
  return written.length > 0
}

export async function insertSheets(tx: Tx, rows: (typeof enquiryTarget.$inferInsert)[]): Promise<void> {
  await tx.insert(enquiryTarget).values(rows)
}

/** The sender's enquiry of an organisation about a need that is under way. */
export async function readUnderWay(
  tx: Tx,
  of: Pick<EnquiryRow, 'networkId' | 'fromTenantId' | 'organisationId' | 'need'>,
) {
  const [row] = await tx
    .select({ id: enquiry.id, number: enquiry.number })
    .from(enquiry)
    .where(
      and(
        eq(enquiry.networkId, of.networkId),
        eq(enquiry.fromTenantId, of.fromTenantId),
        eq(enquiry.organisationId, of.organisationId),
        eq(enquiry.need, of.need),
        inArray(enquiry.state, ['open', 'toChoose']),
      ),
    )
  return row
}

/** Writes columns of an enquiry that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeEnquiry(tx: Tx, key: EnquiryKey, columns: EnquiryColumns): Promise<void> {
  const written = await tx.update(enquiry).set(columns).where(byKey(key)).returning({ id: enquiry.id })
  if (written.length === 0) throw notFound()
}

/** Writes columns of a sheet that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeSheet(
  tx: Tx,
  key: EnquiryKey,
  columns: Partial<Omit<SheetRow, 'networkId' | 'id'>>,
): Promise<void> {
  const written = await tx.update(enquiryTarget).set(columns).where(bySheetKey(key)).returning({ id: enquiryTarget.id })
  if (written.length === 0) throw notFound()
}

/** Tells those asked how the matter ended, on sheets that this transaction holds locked. */
export async function settleSheets(
  tx: Tx,
  networkId: number,
  { ids, outcome, at }: { ids: string[]; outcome: EnquiryOutcome; at: Date },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(enquiryTarget)
    .set({ outcome, outcomeAt: at, version: sql`${enquiryTarget.version} + 1` })
    .where(and(eq(enquiryTarget.networkId, networkId), inArray(enquiryTarget.id, ids), isNull(enquiryTarget.outcome)))
}

/** Marks as unanswered what nobody answered within the term. */
export async function markUnanswered(tx: Tx, key: EnquiryKey): Promise<void> {
  await tx
    .update(enquiryTarget)
    .set({ answer: 'unanswered', version: sql`${enquiryTarget.version} + 1` })
    .where(and(sheetsOf(key), eq(enquiryTarget.answer, 'awaited')))
}

export async function insertEnquiryEvent(tx: Tx, row: typeof enquiryEvent.$inferInsert): Promise<void> {
  await tx.insert(enquiryEvent).values(row)
}

/** What the worker is told of a deed: ids and codes. */
export async function insertEnquiryOutbox(
  tx: Tx,
  key: EnquiryKey,
  payload: Record<string, unknown>,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'enquiry', subjectId: key.id, payload, at })
}

/** An enquiry's history as far as it is in sight, in order. */
export async function readEnquiryHistory(tx: Tx, { networkId, id }: EnquiryKey) {
  return tx
    .select()
    .from(enquiryEvent)
    .where(and(eq(enquiryEvent.networkId, networkId), eq(enquiryEvent.enquiryId, id)))
    .orderBy(asc(enquiryEvent.at), asc(enquiryEvent.id))
}

/** Whether an enquiry, or a sheet, is in sight. */
export async function isEnquiryInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  const [sent, asked] = await Promise.all([
    tx.select({ id: enquiry.id }).from(enquiry).where(byKey({ networkId, id })),
    tx.select({ id: enquiryTarget.id }).from(enquiryTarget).where(bySheetKey({ networkId, id })),
  ])
  return sent.length + asked.length > 0
}

/** The name of a division; undefined when there is none of this code. */
export async function readDivisionName(tx: Tx, code: string): Promise<string | undefined> {
  const [row] = await tx.select({ name: division.name }).from(division).where(eq(division.code, code))
  return row?.name
}
